package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/sweep"
)

// sweepParts are the parts that names stand for: files, standard input, and
// addresses, which are read in ranges.
func sweepParts(ctx context.Context, names []string, stdin io.Reader) (out []sweep.Part, err error) {
	var files []string
	flush := func() error {
		parts, err := sweep.Files(files, stdin)
		out, files = append(out, parts...), nil
		return err
	}
	for _, name := range names {
		if !strings.HasPrefix(name, "https://") && !strings.HasPrefix(name, "http://") {
			files = append(files, name)
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		r, err := fetch.New(fetch.Options{Interval: time.Millisecond}).Remote(ctx, name)
		if err != nil {
			return nil, &failure{exitFailed, err, "give a file, or an address whose server has ranges"}
		}
		out = append(out, sweep.Part{Name: name, Size: r.Size, Open: r.Open})
	}
	return out, flush()
}
