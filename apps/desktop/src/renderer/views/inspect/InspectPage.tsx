import { TrainFirst } from "../TrainFirst.js";

export const InspectPage = () => (
  <TrainFirst
    title="Inspect"
    text="Once a model is trained, you see here where it is right, where it is wrong, and why."
  />
);
