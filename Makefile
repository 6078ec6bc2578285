# 屈原司法所工作台. Two commands do it all on a bare Debian 12: `make demo` and `make test`.
# Every target first sees to it that all it needs is there (tools/make_ready.py); a repeat takes a moment.

PYTHON ?= python3
VENV := .venv/bin/python
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo run test check bench fresh

help: ## 列出可用的命令
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/\1 \2/p' $(MAKEFILE_LIST) | \
	  while read -r name text; do printf '  make %-7s %s\n' "$$name" "$$text"; done

setup: ## 安装系统组件、虚拟环境 .venv 和依赖
	@$(PYTHON) tools/make_ready.py run

setup-dev:
	@$(PYTHON) tools/make_ready.py dev

demo: setup ## 编造一年数据放在 demo/，办一件咨询，出回执和月报；有显示器时打开窗口
	@$(VENV) tools/demo.py

run: setup ## 打开窗口（ARGS="--data 文件夹" 换数据文件夹）
	@$(VENV) main.py $(ARGS)

test: setup-dev ## 全部测试，不需要显示器（ARGS="-k 名字" 只跑一部分）
	$(VENV) -m pytest -n auto $(ARGS)

check: setup-dev ## 代码检查：ruff、mypy、分层
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m mypy
	$(VENV) -m pytest -p no:randomly tests/test_borders.py

bench: setup-dev ## 速度对比，结果写在 benchmarks/README.md
	$(VENV) -m benchmarks

fresh: ## 在全新的 Debian 12 里克隆本仓库并试走 make demo 和 make test（需要 root 和 debootstrap）
	tools/fresh_root.sh
