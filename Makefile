# Everything a person or a machine does with Peerwalk. Each target sets up what it needs first (.ci/set-up), so a new
# Debian or macOS needs only Python 3.11 or newer and make; the syntax stays within GNU make 3.81, which macOS has.
#
#   make PYTHON=python3.12 run      with another Python
#   make test ARGS="-k guard"       with more arguments for the command behind the target
#   make test PEERWALK_TEST_DEEP=1  with many more examples: before a release

PYTHON ?=
ARGS ?=
TO_RUN = @PYTHON="$(PYTHON)" sh .ci/set-up run
TO_TEST = @PYTHON="$(PYTHON)" sh .ci/set-up test
TO_READ = @sh tests/node/set-up
BIN = .venv/bin
# No index, host or path of the machine that made a lock may stand in it; hashes are of every build of a package.
LOCK = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links $(ARGS)

SLACK_CLIENT = local-slack-linux-x64@0.1.8

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-cards test-slack-client check format lint types contracts bench model lock clean

help: ## shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

run: ## sets up, then opens the demo in a local web chat; what it keeps goes to ./var
	$(TO_RUN)
	@PEERWALK_DATA_DIR="$${PEERWALK_DATA_DIR:-./var}" $(BIN)/peerwalk demo $(ARGS)

test: ## sets up, then runs the tests
	$(TO_TEST)
	$(TO_READ)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q -j 2 bot store
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

test-cards: ## has every card read by Microsoft's and Slack's own programs; needs Debian's nodejs and npm
	$(TO_TEST)
	$(TO_READ)
	@PEERWALK_TEST_ALL=1 $(BIN)/python -m pytest tests/test_chat_cards.py tests/test_teams_cards.py tests/test_teams_forms.py \
		tests/test_teams_package.py tests/test_teams_browser.py $(ARGS)

test-slack-client: ## tries it against what others made for Slack (fetches it with npm; Linux alone)
	$(TO_TEST)
	@npm install --silent --ignore-scripts --no-save --no-package-lock --prefix .venv/slack-client $(SLACK_CLIENT)
	@PEERWALK_SLACK_CLIENT="$(CURDIR)/.venv/slack-client/node_modules" \
		unshare --map-root-user --net sh -c 'ip link set lo up && exec $(BIN)/python -m pytest -q tests/slack_client.py $(ARGS)'

check: lint types contracts test ## does all that must pass before a change is kept

format: ## puts imports and layout in order
	$(TO_TEST)
	@$(BIN)/ruff check --quiet --select I --fix .
	@$(BIN)/ruff format .

lint: ## looks for slips and for layout
	$(TO_TEST)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: ## checks the types
	$(TO_TEST)
	@$(BIN)/mypy bot store tests $(wildcard bench)

contracts: ## checks that imports only point down
	$(TO_TEST)
	@$(BIN)/lint-imports

model: ## fits what suggestions and the guard go by, from the texts in this tree
	$(TO_TEST)
	@$(BIN)/python -m bot.filing.fit
	@if [ -f bot/privacy/fit.py ]; then $(BIN)/python -m bot.privacy.fit; fi

bench: ## measures how long a turn takes
	$(TO_TEST)
	@$(BIN)/python -m bench.turns $(ARGS)

lock: ## writes the locks from pyproject.toml (ARGS=--upgrade takes newer releases; a few minutes)
	$(TO_TEST)
	$(LOCK) --output-file requirements.lock pyproject.toml
	printf 'hatchling>=1.27\neditables>=0.6\n' | $(LOCK) -c requirements.lock --output-file requirements-build.lock -
	$(LOCK) --extra dev -c requirements.lock -c requirements-build.lock --output-file requirements-dev.lock pyproject.toml
	@! grep -nE '://|file:/|^-|/(home|root|Users|opt|work)/' requirements*.lock

clean: ## removes the environment and every cache; what the demo kept in ./var stays
	rm -rf .venv tests/node/node_modules dist build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bot store tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
