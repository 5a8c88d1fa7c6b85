import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      How bad is a prediction <Formula tex={String.raw`\hat y = \sigma(f)`}>?</Formula> Two answers, for a
      point whose <Formula tex="y" /> is 1:
    </p>
    <Formula block tex={String.raw`(y - \hat y)^2 \qquad\text{and}\qquad -y \ln \hat y`} />
    <p>
      Both are 0 for a perfect prediction. Drag <Formula tex="f" /> to the left, where the prediction is
      wrong, and watch the slopes, which are all that learning has to go by:
    </p>
    <Formula block tex={String.raw`-2\,\hat y\,(1 - \hat y)^2 \qquad\text{and}\qquad -(1 - \hat y)`} />
    <p>
      The logarithm's slope tends to −1: the surer the mistake, the harder it pulls. The quadratic's slope
      tends to <em>0</em>. It cannot get worse than 1, so it does not care how wrong it is: it has given up.
    </p>
    <p>
      Below, both train on the same ten points with the same learning rate{" "}
      <Formula tex={String.raw`\eta = 0.5`} />, from a start at which every point is confidently on the wrong
      side. The dots on the curves are these points, each by how far it is on its own side.
    </p>
  </>
);
