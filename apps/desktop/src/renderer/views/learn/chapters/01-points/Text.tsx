import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      Each point has two features <Formula tex="x_1, x_2" /> and a color <Formula tex="y">:</Formula> 1 for
      red, 0 for green. All of them together are the data:
    </p>
    <Formula block tex={String.raw`\mathcal D = \{((x_1, x_2),\, y)\}`} />
    <p>
      To be found is a function <Formula tex="f" /> that says the color of a point from its features,{" "}
      <Formula tex={String.raw`\hat y = f(x)`}>,</Formula> for these points and for those that are still to
      come. Take the simplest that can tell two sides apart:
    </p>
    <Formula block tex="f(x) = w_0 + w_1 x_1 + w_2 x_2" />
    <p>
      Red where it is positive, green where it is negative; between them the straight line{" "}
      <Formula tex="f(x) = 0">.</Formula> Three numbers decide where it is. Drag the line: one handle moves
      it, the other turns it. Or set the numbers one by one.
    </p>
    <p>
      Rings mark the points on the wrong side. Counting them is one way to say how badly <Formula tex="f" />{" "}
      fits; but the count is as blind to a point far on the wrong side as to one that is nearly right. The{" "}
      <em>loss</em> is not: it asks how much probability <Formula tex={String.raw`\hat y`} /> the color of
      each point was given, and takes the mean of <Formula tex={String.raw`-\ln \hat y`}>.</Formula>
    </p>
  </>
);
