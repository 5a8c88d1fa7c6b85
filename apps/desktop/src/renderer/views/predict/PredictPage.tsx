import { TrainFirst } from "../TrainFirst.js";

export const PredictPage = () => (
  <TrainFirst
    title="Predict"
    text="Once a model is trained, you give it new data here and see what it makes of them."
  />
);
