module github.com/holdshort/holdshort

go 1.26.0

require (
	// Encrypts kept bytes to several people, in a format that other programs
	// read; cryptography is not ours to write. Used by package vault and the
	// command line.
	filippo.io/age v1.3.2

	// Differences of texts and their merging, as the Go project's own tools do it,
	// which keep that package to themselves; used by package amend alone.
	github.com/aymanbagabas/go-udiff v0.4.1

	// Unpacks gzip, zip and zstd a quarter faster than the standard library, and
	// zstd at all; used by packages feed and sweep, and to write the days of
	// internal/daygen.
	github.com/klauspost/compress v1.20.4

	// Reads and writes Parquet, with its encodings, compressions, page indexes and
	// nested levels: OpenSky's state vectors in package feed, our own files in
	// package archive.
	github.com/parquet-go/parquet-go v0.32.0

	// The command line: help, flags, completion for four shells.
	github.com/spf13/cobra v1.10.2
	// Reads YAML into nodes that keep their line and column; a YAML parser is
	// far more than forty lines. Used for case files by packages holdshort and amend.
	go.yaml.in/yaml/v3 v3.0.6

	// Signed notes and the hash tree of RFC 6962 with its proofs, kept by the Go
	// project and all that a verifier needs; used by packages ledger and vault.
	golang.org/x/mod v0.43.0

	// Parts HTML into tokens as browsers do, broken pages included; used by package
	// docket alone, for docket pages and notices of filing.
	golang.org/x/net v0.62.0

	// Locks between processes on Unix and Windows: the standard library has them
	// for the go command alone. Used by package internal/durable.
	golang.org/x/sys v0.49.0

	// Tables of the character sets that court pages, feeds and mail are written in,
	// used by package docket alone; and the normal forms of Unicode, so that two
	// names that look alike are told, used by package bag alone.
	golang.org/x/text v0.44.0
)

require (
	// Bundles the page's TypeScript and CSS, by internal/webgen alone; a parser of
	// TypeScript is not forty lines. It is in no program that users get.
	github.com/evanw/esbuild v0.28.2

	// Tests only: another library's federal holidays, to compare with our table.
	github.com/rickar/cal/v2 v2.1.13

	// Tests only: sessions of the command line as text files.
	github.com/rogpeppe/go-internal v1.16.0

	// Tests only: an independent JSON Schema validator.
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.2

	// Tests only: an independent reader and writer of witness cosignatures.
	github.com/transparency-dev/formats v0.0.0-20251017110053-404c0d5b696c
	// Tests only: proofs of RFC 6962 by another implementation, and a log's own
	// check and client by its makers, who define the format of its files.
	github.com/transparency-dev/merkle v0.0.2
	github.com/transparency-dev/tessera v1.0.4

	// Tests only: random formulas that shrink to a small failing one.
	pgregory.net/rapid v1.3.0
)

require (
	filippo.io/hpke v0.4.0 // indirect
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/go-logr/logr v1.4.3 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel v1.40.0 // indirect
	go.opentelemetry.io/otel/metric v1.40.0 // indirect
	go.opentelemetry.io/otel/trace v1.40.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sync v0.25.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.36.11 // indirect
	k8s.io/klog/v2 v2.130.1 // indirect
)
