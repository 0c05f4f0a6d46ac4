"""Draws the texts of this recipe, which are synthetic: python3 recipes/text-frequency/draw.py, in the folder of the repository."""

import csv
import random

rng = random.Random(9)
ABOUT = ["公司推进数字化转型", "建设工业互联网平台", "利用大数据分析客户需求", "部署云计算服务", "研发人工智能算法", "应用区块链技术"]
OTHER = ["公司扩大生产规模", "主营业务收入保持增长", "加强内部控制", "优化产品结构", "拓展海外市场", "完善公司治理", "尚未应用区块链技术", "没有部署云计算服务"]

rows = []
for firm in range(1, 41):
    leaning = rng.random()
    for year in range(2015, 2021):
        share = min(0.9, 0.15 + 0.5 * leaning * (year - 2014) / 6)
        sentences = [rng.choice(ABOUT if rng.random() < share else OTHER) for _ in range(rng.randint(12, 30))]
        digital = sum(s in ABOUT for s in sentences) / len(sentences)
        productivity = 1 + 0.8 * digital + 0.3 * leaning + 0.02 * (year - 2015) + rng.gauss(0, 0.15)
        rows.append({"firm": firm, "year": year, "productivity": round(productivity, 4), "text": "。".join(sentences) + "。"})
with open("recipes/text-frequency/data/reports.csv", "w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, ["firm", "year", "productivity", "text"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
