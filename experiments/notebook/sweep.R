# A sweep's results in R, without any package: Rscript experiments/notebook/sweep.R results/quickstart
arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "results/quickstart"

# check.names = FALSE keeps the dots and what is around them; backticks then name such a column.
runs <- read.csv(file.path(folder, "runs.csv"), check.names = FALSE)
swept <- names(runs)[3:(match("iteration", names(runs)) - 1)]
settings <- setdiff(swept, "seed")
print(aggregate(runs["accuracy"], by = runs[settings], FUN = mean))

# One row a number: every evaluation of every run.
long <- read.csv(file.path(folder, "metrics.csv"), check.names = FALSE)
accuracy <- long[long$column == "accuracy", ]
last <- accuracy[accuracy$iteration == max(accuracy$iteration), ]
print(last[c(settings, "iteration", "value")])
