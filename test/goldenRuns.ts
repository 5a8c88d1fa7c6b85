/** How the command line reaches each reference optimum in ../shared/goldens: a file of ../shared/data, and options. */
export const goldenRuns: Record<string, string[]> = {
  "iris-raw": ["iris.csv", "--C", "1", "--no-standardize"],
  "iris-standardized": ["iris.csv", "--l2", "1e-3", "--standardize"],
  "wine-raw": ["wine_data.csv", "--C", "1", "--no-standardize"],
  "wine-standardized": ["wine_data.csv", "--l2", "1e-2", "--standardize"],
  "digits-16": ["digits.csv.gz", "--label", "last", "--l2", "1e-3", "--scale", "1/16", "--no-standardize"],
  "letter-standardized": ["letter-recognition.csv", "--label", "first", "--l2", "1e-4", "--standardize"],
};
