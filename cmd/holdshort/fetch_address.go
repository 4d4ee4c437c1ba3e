package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/holdshort/holdshort/fetch"
)

// fetchAddress gets the bytes at an address for keep, with the manifest of how
// they came. What is no answer of 200, or broke off, is not kept. It is asked for
// uncompressed, so that the same page has the same bytes each time. The bytes go
// into the file if there is one, and else are returned.
func fetchAddress(ctx context.Context, address string, into *os.File) ([]byte, json.RawMessage, error) {
	c, err := fetch.New(fetch.Options{}).Ask(ctx, fetch.Request{Address: address, Header: map[string]string{"Accept-Encoding": "identity"}, Into: into})
	if err != nil {
		return nil, nil, &failure{exitFailed, err, "nothing was kept; the same command asks again"}
	}
	if c.Status() != 200 {
		return nil, nil, &failure{exitFailed, fmt.Errorf("%s answered %d", address, c.Status()), "nothing was kept; see the address in a browser, and keep what it shows from a file"}
	}
	return c.Body, c.Manifest.Bytes(), nil
}
