import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      Ten numbers <Formula tex="x" /> of two classes, and a score of two weights,{" "}
      <Formula tex="f = w_0 + w_1 x">:</Formula> few enough to draw the whole loss. Each line joins weights of
      equal <Formula tex="L">.</Formula> The gradient stands at a right angle to it and points uphill;
      learning goes the other way:
    </p>
    <Formula block tex={String.raw`w^{(t+1)} = w^{(t)} - \eta\, \nabla L(w^{(t)})`} />
    <p>
      The <em>learning rate</em> <Formula tex={String.raw`\eta`} /> decides all. Too small, and it crawls
      along the floor of the valley. Too large, and each step lands on the other slope: it zigzags. Larger
      still, and it is thrown out.
    </p>
    <p>
      The lecture sums the loss over the <Formula tex="n = 10" /> points; the Studio takes their mean, so that{" "}
      <Formula tex={String.raw`\eta`} /> does not depend on how many there are. The steps are the same where
    </p>
    <Formula block tex={String.raw`\eta_{\text{mean}} = n \cdot \eta_{\text{sum}}`} />
    <p>
      Other ways down: <em>momentum</em> remembers its speed, <em>Adam</em> gives each weight a scale of its
      own; both take <Formula tex={String.raw`\eta`} /> too. <em>L-BFGS</em> learns the curvature from the
      gradients it has seen, <em>Newton</em>’s method knows it; neither asks for{" "}
      <Formula tex={String.raw`\eta`}>.</Formula>
    </p>
  </>
);
