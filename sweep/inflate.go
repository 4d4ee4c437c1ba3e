package sweep

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
)

// Inflate reads a day and expands its traces, and does nothing with them: it is what
// a sweep is measured against. It says how many bytes they have.
func Inflate(ctx context.Context, parts []Part, workers int) (bytes int64, err error) {
	c, err := newChain(parts, 0)
	if err != nil {
		return 0, err
	}
	defer c.close()
	bodies := sync.Pool{New: func() any { return new([]byte) }}
	work := make(chan *[]byte, workers)
	var n atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			e := &examiner{}
			for body := range work {
				text, _ := e.unpack(*body, MaxText)
				n.Add(int64(len(text)))
				bodies.Put(body)
			}
		})
	}
	var body *[]byte
	w := newWalk(c, 0, func(n int) []byte {
		if cap(*body) < n {
			*body = make([]byte, n+n/4)
		}
		*body = (*body)[:n]
		return *body
	})
	for err == nil && ctx.Err() == nil {
		body = bodies.Get().(*[]byte)
		var m member
		if m, err = w.next(); err == nil && m.body != nil {
			if _, ok, _ := traceOf(m.name); ok {
				work <- body
			}
		}
	}
	close(work)
	wg.Wait()
	if err == io.EOF {
		err = nil
	}
	return n.Load(), errors.Join(err, ctx.Err())
}
