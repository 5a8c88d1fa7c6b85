/**
 * ml-logistic-regression from npm on digits (1,797 images, 10 classes): 2,000 steps of its
 * gradient descent with a learning rate of 1e-3, against a whole `fit` of ours to a proven minimum.
 *
 * A reader may conclude what changing to this software brings whoever uses that package. The models are not the same: it
 * trains one classifier a class against the rest, without bias and penalty, for as many steps as told. So accuracies on the
 * training rows are shown, not objectives, and no goal hangs on it.
 */
import { durations, percent, ratio } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";

export const title = "ml-logistic-regression";

export async function* run(session) {
  const { folder } = await session.problem("digits");
  const args = { numSteps: session.smoke ? 5 : 2000, learningRate: 1e-3 };
  const contenders = [
    ...session.ours("wholeFit", {}, { folder, label: "Softmax, whole fit" }),
    ...session.npm("ml-logistic-regression", "mlLogistic.mjs", "train", args, { folder }),
  ];
  const results = await session.alternate(contenders, { rounds: 3, budget: 30 });
  const rows = [...results].map(([{ label, kind }, runs]) => ({
    label,
    kind,
    samples: runs.map(({ seconds }) => seconds),
    accuracy: runs[0].accuracy,
  }));
  const reference = median(rows.find(({ kind }) => kind === "ours").samples);
  yield {
    table: {
      caption: "digits",
      columns: ["", "time", "× ours", "accuracy on the training rows"],
      rows: rows.map(({ label, samples, accuracy }) => [
        label,
        durations(samples),
        ratio(median(samples) / reference),
        percent(accuracy),
      ]),
    },
  };
}
