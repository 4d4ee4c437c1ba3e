# make test   set-up and every test, on a machine with Go and nothing else
# make bench  the benchmarks that docs/measured.md quotes
# make demo   the sample case's findings
.PHONY: test tools bench demo fuzz

test: tools
	test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'not gofmt-ed'; exit 1; }
	go vet ./...
	go test ./...

# GeodSolve, a peer of package geo, is used where they can be had; tests that need one say
# that they were skipped where it cannot.
tools:
	go mod download
	-@command -v GeodSolve >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get -qq update && apt-get -qq install -y geographiclib-tools >/dev/null; }

bench:
	go run ./internal/bench
	go test -run '^$$' -bench . -benchmem ./geo ./span ./finding ./track ./feed ./docket ./follow

demo:
	go run ./cmd/holdshort demo

# Each parser, for a minute.
fuzz:
	go test -run '^$$' -fuzz FuzzParse$$ -fuzztime 60s -fuzzminimizetime 10x ./span
	go test -run '^$$' -fuzz FuzzParse$$ -fuzztime 60s -fuzzminimizetime 10x ./formula
	go test -run '^$$' -fuzz FuzzTrace$$ -fuzztime 60s -fuzzminimizetime 10x ./feed
	for f in FuzzPage FuzzMail FuzzXML FuzzJSON; do go test -run '^$$' -fuzz $$f\$$ -fuzztime 60s -fuzzminimizetime 10x ./docket || exit 1; done
	go test -run '^$$' -fuzz FuzzLoad$$ -fuzztime 60s -fuzzminimizetime 10x .
