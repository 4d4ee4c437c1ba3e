package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/holdshort/holdshort/follow"
)

// followOutput writes what is found.
type followOutput struct {
	w, stderr io.Writer
	json      bool
	whole     bool // as one report at the end, and not line by line
	polls     []follow.Poll
	err       error
}

// run follows until it is stopped, or once.
func (out *followOutput) run(f *follow.Follower, hook *follow.Receiver, flags *followFlags) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ctrl-C ends the program as usual
	if flags.once {
		return out.once(ctx, f)
	}
	stopped := ctx
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	served := make(chan error, 1)
	served <- nil
	if hook != nil {
		l, err := follow.Listen(flags.listen)
		if err != nil {
			return &failure{exitFailed, err, "give --listen another port"}
		}
		fmt.Fprintf(out.stderr, "webhook: listening at %s\n", l.Addr())
		<-served
		go func() {
			err := hook.Serve(ctx, l)
			cancel(err)
			served <- err
		}()
	}
	err := f.Run(ctx)
	cancel(nil)
	if serveErr := <-served; serveErr != nil {
		err = serveErr
	}
	if out.err != nil {
		return out.err
	}
	if stopped.Err() != nil {
		fmt.Fprintln(out.stderr, "stopped; the same command goes on from here")
		return nil
	}
	return &failure{exitFailed, err, "what is kept is whole; the same command goes on from here"}
}

func (out *followOutput) once(ctx context.Context, f *follow.Follower) error {
	n, err := f.Once(ctx)
	switch {
	case out.err != nil:
		return out.err
	case ctx.Err() != nil:
		return &failure{exitFailed, errors.New("interrupted"), "what is kept is whole; the same command goes on from here"}
	case err != nil:
		return &failure{exitFailed, err, "what is kept is whole; the same command goes on from here"}
	}
	bad := 0
	for _, p := range out.polls {
		if p.Outcome != follow.Read && p.Outcome != follow.Same {
			bad++
		}
	}
	if n == 0 {
		fmt.Fprintln(out.stderr, "no feed is due yet")
	}
	if out.json {
		report := f.Status()
		report.Polls = out.polls
		if err := writeJSON(out.w, report); err != nil {
			return err
		}
	}
	if bad > 0 {
		return &failure{exitFailed, fmt.Errorf("%d of %d polls brought nothing", bad, len(out.polls)), "the reason stands with each; the feed is asked again later"}
	}
	return nil
}

// tell writes what a poll brought.
func (out *followOutput) tell(feed string, e *follow.Entry) {
	out.polls = append(out.polls, follow.Poll{Feed: feed, Entry: *e})
	line := fmt.Sprintf("%s: %s", feed, e.Outcome)
	if e.Items > 0 {
		line += fmt.Sprintf(", %d listed, %d new", e.Items, len(e.New))
	}
	if e.Why != "" {
		line += ": " + e.Why
	}
	fmt.Fprintln(out.stderr, clean(line))
	if !out.whole {
		out.polls = nil
	}
	if out.json && !out.whole {
		out.keep(json.NewEncoder(out.w).Encode(follow.Poll{Feed: feed, Entry: *e}))
	}
	for i := range e.New {
		if !out.json {
			_, err := fmt.Fprintln(out.w, recordLine(feed, &e.New[i]))
			out.keep(err)
		}
	}
}

func (out *followOutput) keep(err error) { out.err = cmp.Or(out.err, err) }

// recordLine is a record for a person.
func recordLine(feed string, r *follow.Record) string {
	at := "no time stated     "
	if !r.At.IsZero() {
		at = r.At.UTC().Format("2006-01-02 15:04:05Z")
	}
	words := []string{at, feed}
	for _, w := range []string{r.Case, r.Number, r.Text} {
		if w != "" {
			words = append(words, w)
		}
	}
	line := strings.Join(words, "  ")
	if len(r.Edits) > 0 {
		line += fmt.Sprintf("  (edited: it was record %s)", strings.Trim(strings.ReplaceAll(fmt.Sprint(r.Edits), " ", " or "), "[]"))
	}
	if r.Late > 0 {
		line += fmt.Sprintf("  (came at least %s late)", time.Duration(r.Late)*time.Second)
	}
	if r.Unclear {
		line += "  (docket number not clear)"
	}
	return clean(line)
}
