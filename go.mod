module github.com/holdshort/holdshort

go 1.26.0

require (
	// Unpacks gzip, zip and zstd a quarter faster than the standard library, and
	// zstd at all; used by package feed alone.
	github.com/klauspost/compress v1.20.4

	// Reads OpenSky's state vectors in Parquet, with its encodings, compressions
	// and nested levels; used by package feed alone.
	github.com/parquet-go/parquet-go v0.32.0

	// The command line: help, flags, completion for four shells.
	github.com/spf13/cobra v1.10.2
	// Reads YAML into nodes that keep their line and column; a YAML parser is
	// far more than forty lines. Used for case files alone, by package holdshort.
	go.yaml.in/yaml/v3 v3.0.6

	// Signed notes and the hash tree of RFC 6962 with its proofs, kept by the Go
	// project and all that a verifier needs; used by packages ledger and vault.
	golang.org/x/mod v0.43.0

	// Parts HTML into tokens as browsers do, broken pages included; used by package
	// docket alone, for docket pages and notices of filing.
	golang.org/x/net v0.62.0

	// Tables of the character sets that court pages, feeds and mail are written in;
	// used by package docket alone.
	golang.org/x/text v0.44.0
)

require (
	// Tests only: sessions of the command line as text files.
	github.com/rogpeppe/go-internal v1.16.0

	// Tests only: an independent JSON Schema validator.
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.2

	// Tests only: random formulas that shrink to a small failing one.
	pgregory.net/rapid v1.3.0
)

require (
	github.com/andybalholm/brotli v1.1.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/parquet-go/bitpack v1.0.0 // indirect
	github.com/parquet-go/jsonlite v1.0.0 // indirect
	github.com/pierrec/lz4/v4 v4.1.21 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	github.com/twpayne/go-geom v1.6.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.34.2 // indirect
)
