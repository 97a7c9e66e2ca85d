# make run    set everything up, build the graph of the bundled lists, answer a first question
# make test   set everything up, run all tests (about 20 minutes on two idle cores, longer on busy ones); make more: more seeds and forms
# make quick  the tests of reading, graph and commands: no browser, no server; shorter
# make conformance W3C=path SEMIC=path   outside suites: W3C's SPARQL protocol tests, SEMIC's shapes (checkouts)
# make bench  ratios of speed; make bench-scale N=200: many townships; make bench-engines: against rdflib
# make lint: style, types, layers; make wheel-check: the built wheel
# Needs Python 3.11 or newer with its venv module; everything else goes into .venv.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
PYTHON ?=
# As many processes as there are cores, two to four: a further one on the same core only costs, and each takes 1.7 GB.
JOBS ?= $(or $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); test $$n -le 4 || n=4; test $$n -ge 2 || n=2; echo $$n),2)
# Each process begins with a run of files and takes from the others what they have not begun: what the tests
# of a file share (a server, a store) is seldom made twice.
SPREAD := --dist worksteal
QUESTION := 县水利局把哪些事项交给乡镇配合

export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Whatever the shell says, what Python compiles is kept: the tests start the program hundreds of times.
unexport PYTHONDONTWRITEBYTECODE
# Nothing is left in the home folder: what is downloaded stays below build/out, the tests have a home of their own.
export PIP_CACHE_DIR := $(CURDIR)/build/out/cache/pip
export npm_config_cache := $(CURDIR)/build/out/cache/npm

.PHONY: run test more quick conformance bench lint wheel-check clean help
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -n 7

run: .venv/.installed
	@$(BIN)/kg build --quiet
	@printf '\n%s?\n\n' '$(QUESTION)'
	@$(BIN)/kg query pushed-down -p department=县水利局

test: .venv/.installed-dev axe
	@echo '全部测试：空闲的两核约 20 分钟，忙时更久；先看个大概用 make quick (all tests: about 20 minutes on two idle cores, longer on busy ones; make quick is shorter)' >&2
	$(PY) -m pytest -n $(JOBS) $(SPREAD) $(ARGS)

# All tests with more seeds, every list in every form and more requests: for the night.
more: export KG_FORMS := all
more: export KG_MUTATIONS := 1000
more: export KG_DOCTORED := 20
more: export KG_ALTERATIONS := 100
more: export KG_FUZZ := 20000
more: export KG_VIRTUOSO := all
more: export KG_FIGURES := 1
more: .venv/.installed-dev axe
	$(PY) -m pytest -n $(JOBS) $(SPREAD) $(ARGS)

# What goes wrong first when something is changed; the rest is left to make test.
QUICK := reading bodies vocabulary rdf triples meaning matters quality store commands querying/test_library.py querying/test_numbered.py
quick: .venv/.installed-dev
	$(PY) -m pytest -n $(JOBS) $(SPREAD) -q $(wildcard $(addprefix tests/,$(QUICK))) $(ARGS)

conformance: .venv/.installed-dev
	@test -n '$(W3C)$(SEMIC)' || { echo 'make conformance W3C=path/to/rdf-tests SEMIC=folder/with/CPSV-AP/and/CPOV' >&2; exit 2; }
	@test -z '$(W3C)' || $(PY) tests/conformance/w3c_protocol.py '$(W3C)' --write docs/conformance.md
	@test -z '$(SEMIC)' || $(PY) tests/conformance/semic.py '$(SEMIC)'

# The accessibility checker and the HTML checker of the tests. Without npm they say so and are skipped.
.PHONY: axe
axe:
	@test -f tests/browser/node_modules/vnu-jar/build/dist/vnu.jar || ! command -v npm >/dev/null 2>&1 || \
	  npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --silent || \
	  echo '没装上 axe-core，无障碍测试会跳过 (axe-core could not be installed; its tests are skipped)' >&2

# The SPARQL editor of the site, from npm; without it there is a plain form.
.PHONY: client
client:
	$(PY) hatch_build.py

# The README's pictures, as a person sees them; needs chromium.
.PHONY: pictures
pictures: .venv/.installed-dev
	$(PY) tests/browser/pictures.py

# Benchmarks are not collected by a plain pytest run: their files are named bench_*.py.
bench: .venv/.installed-dev
	$(PY) -m pytest -o python_files='bench_*.py' -p no:xdist -s -q tests/benchmarks $(ARGS)
	$(PY) tests/benchmarks/performance.py --write docs/performance.md

# How the library grows: N synthetic townships; ARGS='--write docs/measurements.md' keeps the tables.
.PHONY: bench-scale bench-engines
N ?= 200
bench-scale: .venv/.installed-dev
	$(PY) tests/benchmarks/scale.py $(N) $(ARGS)

# Every library query against the bare engine and rdflib's, which gets a minute for each.
bench-engines: .venv/.installed-dev
	$(PY) tests/benchmarks/against_engines.py $(ARGS)

# Every check runs, so that one look shows everything; the first failure decides the result.
lint: .venv/.installed-dev
	@failed=0; \
	$(PY) -m ruff check . || failed=1; \
	$(PY) -m ruff format --check . || failed=1; \
	$(PY) -m mypy --strict kg || failed=1; \
	$(BIN)/lint-imports || failed=1; \
	exit $$failed

# The weights of kg/meaning and the nets of kg/asking, from build/training and the lists it is about.
# Needs PyTorch, which is large: with a graphics card some minutes, without one an hour or two.
.PHONY: train
TRAINED := build/out/training
train: .venv/.installed
	$(BIN)/kg build --store $(TRAINED)/five
	$(BIN)/kg export --store $(TRAINED)/five --format jsonl -o $(TRAINED)/five.jsonl
	$(BIN)/kg build build/training/lists --store $(TRAINED)/invented
	$(BIN)/kg export --store $(TRAINED)/invented --format jsonl -o $(TRAINED)/invented.jsonl
	$(PY) -m kg.meaning.train $(TRAINED)/five.jsonl $(TRAINED)/invented.jsonl \
	  --texts build/training/texts.jsonl --pairs build/training/pairs.jsonl
	$(PY) -m pip install -q 'scikit-learn>=1.5,<2' 'torch>=2.4,<3'
	$(PY) -m kg.asking.training

wheel-check: .venv/.installed-dev
	$(PY) tests/packaging/check_wheel.py

# The graph and caches go; sources and vocabulary stay. The virtual environment goes, too.
clean:
	rm -rf .venv build/out dist tests/browser/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find kg tests -type d -name __pycache__ -prune -exec rm -rf {} +

# An installation that can be edited points to this folder by a path that Python before 3.13 reads in the
# system's encoding: in a folder with a Chinese name it would not start. A relative path has no such name.
POINT_HERE = $(PY) -S -c "import glob, os; [open(p, 'w').write(os.path.relpath(os.curdir, os.path.dirname(p))) \
  for p in glob.glob('.venv/**/site-packages/*duty_kg.pth', recursive=True)]"

.venv/.installed: pyproject.toml .venv/.made
	@echo '安装运行所需的库 (installing what the program needs) …' >&2
	@$(PY) -m pip install --quiet --editable .
	@$(POINT_HERE)
	@$(COMPILED)
	@touch $@

.venv/.installed-dev: pyproject.toml .venv/.made
	@echo '安装开发所需的库 (installing what development needs) …' >&2
	@$(PY) -m pip install --quiet --no-compile --editable '.[dev]'
	@$(POINT_HERE)
	@$(COMPILED)
	@touch .venv/.installed $@

# Of the many libraries of development only what is used is compiled, with its first use; the program at once.
COMPILED = $(PY) -m compileall -q -j 0 kg || :

# The first Python that is new enough and can make virtual environments; PYTHON=… chooses another.
# Each candidate is really run: a name on the PATH may be a stub that only prints a message.
.venv/.made:
	@old=''; noenv=''; found=''; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  "$$python" -c '' >/dev/null 2>&1 || continue; \
	  if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    old="$$old $$python"; continue; fi; \
	  if ! "$$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then \
	    noenv="$${noenv:-$$python}"; continue; fi; \
	  found="$$python"; break; \
	done; \
	if [ -z "$$found" ] && [ -n "$$noenv" ]; then \
	  v=$$("$$noenv" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "缺少 venv 模块：$$noenv (Python $$v) 不能创建虚拟环境。请安装，例如 apt install python$$v-venv" >&2; \
	  echo "Missing: the venv module of $$noenv (Python $$v). Install it, for instance: apt install python$$v-venv" >&2; \
	  exit 1; fi; \
	if [ -z "$$found" ]; then \
	  echo "缺少 Python 3.11 或更新版本$${old:+（只找到较旧的：$$old）}。请安装，或用 make PYTHON=路径 指定。" >&2; \
	  echo "Missing: Python 3.11 or newer$${old:+ (found only older:$$old)}. Install it, or name it: make PYTHON=/path/to/python" >&2; \
	  exit 1; fi; \
	command -v git >/dev/null 2>&1 || \
	  echo '提示：没有 git，运行不受影响，开发需要它。 (Note: git is missing; not needed to run, only to develop.)' >&2; \
	echo "创建虚拟环境 .venv (making it with $$found)" >&2; \
	"$$found" -m venv --clear .venv && \
	{ $(PY) -m pip install --quiet 'pip>=24.2' || :; } && touch $@ # older ones choose versions for a minute
