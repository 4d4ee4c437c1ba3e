# make test   set-up and every test, on a machine with Go and nothing else
# make bench  the benchmarks that docs/measured.md quotes
# make page   the page of serve, after a change in web/ui
# make pictures  those of docs/web.md, after a change of how the page looks
# make demo   the sample case's findings
.PHONY: test tools bench demo fuzz page pictures

test: tools
	test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'not gofmt-ed'; exit 1; }
	go vet ./...
	go test ./...

# GeodSolve, a peer of package geo, openssl, a peer of package stamp, and strace, which makes system calls of package
# vault fail, npm, which has the libraries of the page, Chromium, which shows it, and DuckDB, pandas, Polars and ClickHouse for Python, which read what
# package archive writes, and a Trino server, of which archive/trino/testdata/trino.sh says where it goes, are used where they can be had; tests that need one say that they were skipped where it cannot.
tools:
	go mod download
	-@command -v npm >/dev/null && { test -d web/ui/node_modules || (cd web/ui && npm ci --ignore-scripts --no-audit --no-fund); }
	-@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v npm >/dev/null && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null; }
	-@command -v GeodSolve >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y geographiclib-tools >/dev/null; }
	-@command -v openssl >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y openssl >/dev/null; }
	-@command -v strace >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y strace >/dev/null; }
	-@python3 -c 'import duckdb, pandas, pyarrow, polars, chdb' 2>/dev/null || pip install -q duckdb pandas pyarrow polars chdb >/dev/null 2>&1
	-@archive/trino/testdata/trino.sh >/dev/null 2>&1

bench:
	go run ./internal/bench
	go run ./internal/sweepbench
	go test -run '^$$' -bench . -benchmem ./geo ./span ./finding ./track ./feed ./docket ./follow
	go test -run '^$$' -bench . ./vault
	HOLDSHORT_FIXES=1000000,10000000 go test -v -run '^$$' -bench Who -benchtime 20x ./archive
	go test -run '^$$' -bench Scrub -benchtime 1x ./web

# The page, from web/ui to web/dist.
page: tools
	web/ui/node_modules/.bin/tsc -p web/ui
	go run ./internal/webgen

pictures: tools
	go build -o web/ui/node_modules/.holdshort ./cmd/holdshort
	node web/ui/tests/pictures.mjs web/ui/node_modules/.holdshort cases/jgg-v-trump docs/pictures

demo:
	go run ./cmd/holdshort demo

# Each parser that has a fuzz target, for a minute: FUZZTIME=10s make fuzz
FUZZTIME ?= 60s
fuzz:
	for p in $$(go list ./...); do \
		for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; \
			go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$p || exit 1; \
		done; \
	done
