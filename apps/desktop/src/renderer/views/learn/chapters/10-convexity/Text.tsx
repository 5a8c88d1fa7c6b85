import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      A function is <em>convex</em> if it lies below its chords. For all <Formula tex="W_1, W_2" /> and{" "}
      <Formula tex={String.raw`0 \le \alpha \le 1`}>:</Formula>
    </p>
    <Formula
      block
      tex={String.raw`\begin{aligned} & F(\alpha W_1 + (1 - \alpha) W_2) \\ & \quad \le \alpha F(W_1) + (1 - \alpha) F(W_2) \end{aligned}`}
    />
    <p>
      For linear scores the cross-entropy is: its Hessian has no negative eigenvalue, anywhere. So there is
      one valley, and every start leads to the same loss.
    </p>
    <p>
      Some eigenvalues are 0. The same number added to all classes’ scores moves nothing, for each of the two
      features and the bias. A penalty <Formula tex={String.raw`\tfrac12 l_2 \|W\|^2`} /> lifts the flat
      directions of the weights: now they are unique too, and a <em>certificate</em> proves that no others are
      better.
    </p>
    <p>
      Without it, data that lines can separate have no minimum: longer weights are always better, the loss
      falls to 0 and never gets there.
    </p>
    <p>
      The quadratic cost <Formula tex={String.raw`\sum_c (y_c - \hat y_c)^2`} /> of the same scores is not
      convex: it has plateaus, and where one ends depends on where one began.
    </p>
  </>
);
