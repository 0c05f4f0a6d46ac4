# The jobs of bench/cluster.ts for Snakemake: COUNT tasks, SIZE of them a job.
jobs, size = int(config["count"]) // int(config["size"]), int(config["size"])

rule all:
    input: expand("made/{k}", k=range(jobs))

rule one:
    output: "made/{k}"
    params:
        first=lambda w: int(w.k) * size + 1,
        last=lambda w: (int(w.k) + 1) * size,
    shell: "Rscript {config[script]} one {config[what]} {params.first} {params.last} {config[folder]} >{output}"
