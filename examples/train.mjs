// Data in, model out: four fifths of the penguins train the model, the others test it.
import { loadDataset } from "@softmax/datasets";
import { decodeModel, encodeModel, fit } from "@softmax/trainer";

const penguins = await loadDataset("penguins");
const { model, certificate, test } = await fit(penguins, { l2: 1e-3, testSize: 0.2 });

console.log(`within ${certificate.gap.toExponential(0)} of the best loss there is`);
console.log(`${(100 * test.accuracy).toFixed(1)} % of ${test.n} penguins it had not seen`);

const bytes = encodeModel(model);
console.log(`the model is one file of ${bytes.length} bytes`);
const penguin = {
  island: "Biscoe",
  bill_length_mm: 47.5,
  bill_depth_mm: 15,
  flipper_length_mm: 217,
  body_mass_g: 5000,
  sex: "female",
  year: 2009,
};
console.log(decodeModel(bytes).predict([penguin]));
