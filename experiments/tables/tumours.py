"""Makes tumours.csv: 569 breast masses by 30 measurements of their cells' nuclei, and whether they were malignant.

Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street, W. Street, UCI Machine Learning Repository
1993, doi:10.24432/C5DW2B, CC BY 4.0; as scikit-learn has it.

    pip install scikit-learn && python3 experiments/tables/tumours.py > experiments/tables/tumours.csv
"""

from sklearn.datasets import load_breast_cancer

data = load_breast_cancer()
print(",".join([name.replace(" ", "_") for name in data.feature_names] + ["diagnosis"]))
for row, target in zip(data.data, data.target):
    print(",".join([f"{value:.5g}" for value in row] + [data.target_names[target]]))
