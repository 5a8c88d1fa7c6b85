import { Formula } from "../../Formula.js";

export const Text = () => (
  <>
    <p>
      How far is a prediction <Formula tex={String.raw`\hat y`} /> from its target{" "}
      <Formula tex="y">?</Formula> The <em>cross-entropy</em> says it for a point, and their sum for the data:
    </p>
    <Formula block tex={String.raw`\ell = -\sum_c y_c \ln \hat y_c, \qquad L(W) = \sum_n \ell^{(n)}`} />
    <p>
      A one-hot target leaves one term: <Formula tex={String.raw`-\ln \hat y`} /> of the true class. It is
      near 0 for a sure, right prediction and grows without bound for a confident mistake. Where targets are
      not one-hot, every class has a term, and being too sure costs as well.
    </p>
    <p>The sum of logarithms is the logarithm of a product, the probability of all labels together:</p>
    <Formula block tex={String.raw`L = -\ln\bigl(\hat y^{(1)}\, \hat y^{(2)} \cdots \hat y^{(N)}\bigr)`} />
    <p>
      To minimize <Formula tex="L" /> is to make the labels as probable as can be: <em>maximum likelihood</em>
      . But nobody computes the product. Between 0 and <Formula tex={String.raw`5 \cdot 10^{-324}`} /> a
      computer’s numbers have nothing; two thousand points like these, and the product is 0. The sum does not
      care.
    </p>
  </>
);
