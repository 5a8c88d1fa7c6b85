import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      <Formula tex="C" /> weight vectors give <Formula tex="C" /> scores, and these give <Formula tex="C" />{" "}
      probabilities:
    </p>
    <Formula block tex={String.raw`s_c = w_c \cdot x, \qquad \hat y_c = \frac{e^{s_c}}{\sum_k e^{s_k}}`} />
    <p>
      None of them is negative and their sum is 1. All such vectors together are the <em>simplex</em>:
    </p>
    <Formula block tex={String.raw`\Delta = \{\hat y : \textstyle\sum_c \hat y_c = 1,\ \hat y_c \ge 0\}`} />
    <p>
      Two classes make a segment, three a triangle, four a tetrahedron: a surface of <Formula tex="C - 1" />{" "}
      dimensions. Its corners <Formula tex="e_1, e_2, \dots" /> are certainty; the middle is no idea at all.
      In the triangle, the distance from a side is the probability of the class in the opposite corner.
    </p>
    <p>
      Equal steps of score, the dots, crowd toward the rim: a step counts most where there is doubt. And no
      score is large enough to get there.
    </p>
    <p>
      Add a constant to <em>all</em> scores: numerator and denominator grow by the same factor, and nothing
      moves.
    </p>
    <Formula
      block
      tex={String.raw`\frac{e^{s_c + a}}{\sum_k e^{s_k + a}} = \frac{e^a\, e^{s_c}}{e^a \sum_k e^{s_k}} = \hat y_c`}
    />
  </>
);
