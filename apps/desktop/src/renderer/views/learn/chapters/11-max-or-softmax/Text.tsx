import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      Numbers <Formula tex="s" /> on a line, and two classes: below 5, green, and above, red. The score{" "}
      <Formula tex="s - 5" /> speaks for red, its opposite for green, each against 0. What share does red
      have?
    </p>
    <Formula block tex={String.raw`\frac{f(0,\, s-5)}{f(0,\, s-5) + f(0,\, -(s-5))}`} />
    <p>
      With <Formula tex={String.raw`f = \max`} /> the share is 0 or 1: a decision. It jumps at the threshold,
      and at <Formula tex="s = 5" /> itself it is <Formula tex="0/0">:</Formula> no answer at all, a hole in
      the curve. Beside the jump it is flat, so no gradient says where to go.
    </p>
    <p>
      The lecture's softmax rounds the corner of <Formula tex={String.raw`\max`}>,</Formula> and never is 0:
    </p>
    <Formula block tex={String.raw`f(a, b) = \ln(e^a + e^b) \ge \max(a, b)`} />
    <p>
      Now the share is smooth, has a slope everywhere, and says <Formula tex={String.raw`\tfrac12`} /> at the
      threshold. Far from it, softmax and <Formula tex={String.raw`\max`} /> agree.
    </p>
    <p>
      It looks like the sigmoid, and is not: at <Formula tex="s = 7" /> it is 0.943684, and{" "}
      <Formula tex={String.raw`\sigma(2) = 0.880797`}>.</Formula> The sigmoid is the share of the{" "}
      <em>exponentials</em>, <Formula tex="e^{s-5} / (e^{s-5} + e^0)">.</Formula>
    </p>
  </>
);
