# glmnet's multinomial model on a prepared problem (bench/harness/problems.mjs): the objective is ours, with
# lambda = l1 + l2 and alpha = l1 / lambda.
#
# usage: Rscript glmnet.R FOLDER OPTIMUM UNTIL PATIENCE [THRESHOLD]    prints JSON like peers/python/trace.py's ladder:
# whole runs with smaller and smaller convergence thresholds, until one is within UNTIL of the optimum.
suppressPackageStartupMessages({
  library(Matrix)
  library(glmnet)
})

args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]
optimum <- as.numeric(args[2])
until <- as.numeric(args[3])
patience <- as.numeric(args[4])

# The values of an .npy file, version 1: magic, 2 version bytes, u16 header length, header.
npy <- function(name) {
  file <- file(file.path(folder, paste0(name, ".npy")), "rb")
  on.exit(close(file))
  readBin(file, "raw", 8)
  size <- readBin(file, "integer", 1, size = 2, signed = FALSE, endian = "little")
  header <- rawToChar(readBin(file, "raw", size))
  type <- sub(".*'descr': *'([^']*)'.*", "\\1", header)
  shape <- as.numeric(strsplit(gsub("[^0-9,]", "", sub(".*'shape': *\\(([^)]*)\\).*", "\\1", header)), ",")[[1]])
  bytes <- as.integer(sub("[<|>]?[a-z]", "", type))
  what <- if (grepl("f", type)) "numeric" else "integer"
  values <- readBin(file, what, prod(shape), size = bytes, signed = bytes != 1, endian = "little")
  if (length(shape) == 2) matrix(values, shape[1], shape[2], byrow = TRUE) else values
}

about <- paste(readLines(file.path(folder, "problem.json"), warn = FALSE), collapse = "")
field <- function(name) sub(sprintf('.*"%s": *"?([^",}]*)"?.*', name), "\\1", about)
n <- as.numeric(field("nRows"))
l2 <- as.numeric(field("l2"))
l1 <- as.numeric(field("l1"))
lambda <- l1 + l2
classes <- as.numeric(field("nClasses"))
X <- if (field("kind") == "csr") {
  t(sparseMatrix(i = npy("columns"), p = npy("rowStarts"), x = npy("values"), index1 = FALSE,
                 dims = c(as.numeric(field("nColumns")), n)))
} else {
  npy("data") * as.numeric(field("scale"))
}
y <- npy("targets")

objective <- function(W, b) {
  Z <- as.matrix(X %*% W) + rep(b, each = n)
  shift <- apply(Z, 1, max)
  mean(log(rowSums(exp(Z - shift))) + shift - Z[cbind(1:n, y + 1)]) + l2 / 2 * sum(W^2) + l1 * sum(abs(W))
}

# A single lambda often diverges: glmnet wants a path of them, each started from the one before.
path <- exp(seq(log(if (l1 > 0) 300 * lambda else max(1, lambda)), log(lambda), length.out = if (l1 > 0) 8 else 10))
curve <- c()
reached <- c()
spent <- 0
thresholds <- if (length(args) > 4) as.numeric(args[5]) else 10^-(4:14)
for (threshold in thresholds) {
  start <- proc.time()[["elapsed"]]
  fit <- glmnet(X, factor(y, levels = 0:(classes - 1)), family = "multinomial", alpha = l1 / lambda, lambda = path,
                standardize = FALSE, thresh = threshold, maxit = 1e7)
  seconds <- proc.time()[["elapsed"]] - start
  W <- do.call(cbind, lapply(fit$beta, function(column) as.matrix(column[, ncol(column)])))
  final <- objective(W, as.vector(fit$a0[, ncol(fit$a0)])) / optimum - 1
  curve <- c(curve, sprintf("[%g,%g]", seconds, final))
  for (k in 1:12) {
    level <- sprintf("1e-%d", k)
    if (10^-k >= until * 0.99 && final <= 10^-k && !(level %in% names(reached))) reached[level] <- seconds
  }
  spent <- spent + seconds
  if (final <= until || spent > patience) break
}
levels <- if (length(reached)) paste0(sprintf('"%s":%g', names(reached), reached), collapse = ",") else ""
cat(sprintf('{"reached":{%s},"curve":[%s],"final":%g,"again":"%g"}\n', levels, paste(curve, collapse = ","), final,
            threshold))
