# Every target stands alone: what it needs, it makes. Needed beforehand: make, and Python 3.11 or later.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
JOBS ?= 2
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
LOCKED := --no-deps --require-hashes --only-binary :all:
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-annotate \
	--custom-compile-command 'make lock'
OURS := domain matching documents ledger activities workflows watch api stack commands settings.py cli.py \
	$(wildcard worker.py) tests $(wildcard bench)

TRY := $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --ignore=tests/reliability

# Where a surrounding shell forbids it: every process of ours would compile every file again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup up demo test long reliability chaos nightly check rehearse bench pictures words asvs sbom \
	audit lock

help: ## show these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

setup: .venv/.runtime ## build .venv with the `bihuan` command, as locked

up: .venv/.runtime ## start everything here, print the URLs; Ctrl-C stops it, the data stays (CLOCK=settable: a clock to set)
	@CLOCK="$(CLOCK)" exec $(BIN)/bihuan up

demo: .venv/.runtime ## watch a year of 122 real projects in about 15 minutes, nothing kept (MINUTES=30 slower, ARGS="--seed 7")
	@exec $(BIN)/bihuan demo --projects tests/data/projects.csv $(if $(MINUTES),--minutes $(MINUTES)) $(ARGS)

test: .venv/.bench ## run the tests, files side by side (JOBS=0 one after another, ARGS="-k plan" words for pytest)
	@$(TRY) -m "not long" $(ARGS)

long: .venv/.bench ## run what takes minutes: the demo played, `bihuan up`, every page at each hour and width, the runbooks
	@$(TRY) -m long $(ARGS)

reliability: .venv/.bench ## break every part and count what is lost: nothing (ARGS="-k r02" for one promise)
	@$(BIN)/python -m pytest tests/reliability -m "not nightly" $(ARGS)

chaos: .venv/.bench ## kill everything at random, 90 s for each of three seeds, and wipe Temporal (ARGS="-k 20230321" for one)
	@$(BIN)/python -m pytest tests/reliability/test_r03_nemesis.py tests/reliability/test_r04_temporal_wiped.py $(ARGS)

nightly: .venv/.bench ## the promises that take long: soak, restores, the large sizes
	@$(BIN)/python -m pytest tests/reliability -m nightly $(ARGS)

check: .venv/.dev ## format, lint, types, who imports whom, and locks without addresses
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy $(OURS)
	@PYTHONPATH=. $(BIN)/lint-imports
	@! grep -Hn '://' requirements*.lock

rehearse: .venv/.runtime ## play one year of real projects without any server (ARGS="--silent all" passes words on)
	@$(BIN)/bihuan rehearse --regime baofeng --voted 2018-04-11 --projects tests/data/projects.csv \
		--list SF18 $(ARGS)

bench: .venv/.bench ## measure the record beside its peers, about eight minutes (ARGS="--only handle" for one)
	@$(BIN)/python -m bench $(ARGS)

pictures: .venv/.dev ## take the pictures of docs/pictures anew, about three minutes
	@$(BIN)/python -m tests.pictures

words: .venv/.dev ## gather what the pages say into the English catalogue, and compile it
	@$(BIN)/python -m api.language

asvs: .venv/.dev ## write docs/asvs.md anew: which requirement is met, and which test shows it
	@$(BIN)/python -m tests.asvs

sbom: .venv/.dev ## write sbom.json, the bill of materials (CycloneDX) of what is locked
	@$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o sbom.json

audit: .venv/.dev ## compare the locks with the dated list of advisories; says how old the list is
	@$(BIN)/python -m tests.supply

lock: .venv/.dev ## renew the lock files from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	@$(COMPILE) $(UPGRADE) --group build -o requirements.lock
	@$(COMPILE) $(UPGRADE) --group dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) $(UPGRADE) --group bench -c requirements-dev.lock -o requirements-bench.lock

.venv/.runtime: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本：请安装后重试，或用 make PYTHON=路径 指定。" \
		"Python 3.11 or later is needed: install it, or name it with make PYTHON=path."; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
		echo "建不了虚拟环境：Debian/Ubuntu 请先安装 python3-venv。" \
		"No virtual environment could be made: on Debian or Ubuntu install python3-venv."; exit 1; }
	@echo "安装所需程序（首次约一分钟）…… Installing (about a minute, the first time)"
	@$(PIP) $(LOCKED) -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "安装检查与测试工具…… Installing the tools for checks and tests"
	@$(PIP) $(LOCKED) -r requirements-dev.lock
	@touch $@

.venv/.bench: requirements-bench.lock .venv/.dev
	@echo "安装对照的程序库…… Installing the libraries that the benchmarks compare with"
	@$(PIP) $(LOCKED) -r requirements-bench.lock
	@touch $@
