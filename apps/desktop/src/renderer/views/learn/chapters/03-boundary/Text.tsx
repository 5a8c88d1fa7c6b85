import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      A point has two features, <Formula tex="x_1" /> and <Formula tex="x_2" />. Three weights make a{" "}
      <em>score</em> of them, large where the point is likely red:
    </p>
    <Formula block tex="f(x; w) = w_0 + w_1 x_1 + w_2 x_2" />
    <p>
      A score is any number; a probability lies between 0 and 1. The sigmoid bends the one into the other:
    </p>
    <Formula block tex={String.raw`\hat y = \sigma(f) = \frac{1}{1 + e^{-f}}`} />
    <p>
      Red and green are equally probable where <Formula tex={String.raw`\sigma(f) = \tfrac12`}>,</Formula>{" "}
      which is where <Formula tex="f = 0">:</Formula> a straight line, the <em>boundary</em>. The weights{" "}
      <Formula tex="(w_1, w_2)" /> stand at a right angle to it and point to the red side.
    </p>
    <p>
      Multiply all weights by a number, and the line stays where it is. What changes is how fast doubt ends
      beside it: the slope <Formula tex={String.raw`\|w\|`} /> of the score.
    </p>
    <p>
      <em>Learning</em> is adjusting the weights until they agree with the data, each step a little down the
      gradient of the loss:
    </p>
    <Formula block tex={String.raw`w \leftarrow w - \eta\, \nabla L(w)`} />
  </>
);
