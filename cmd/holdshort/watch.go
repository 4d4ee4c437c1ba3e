package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/vault"
)

// watchFlags are those of keep that look again and again.
type watchFlags struct {
	watch bool
	every time.Duration
	until string
	looks int
	end   time.Time // of until; zero for none
}

func (f *watchFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.watch, "watch", false, "look again and again, and seal each look")
	fl.DurationVar(&f.every, "every", 10*time.Minute, "with --watch: the time between two looks, such as 10m")
	fl.StringVar(&f.until, "until", "", "with --watch: look no more after `TIME`, which needs its zone: \"18 March 2025 12:00 UTC\"")
	fl.IntVar(&f.looks, "looks", 0, "with --watch: stop after so many looks (default: none)")
}

func (f *watchFlags) check() error {
	if !f.watch {
		if f.until != "" || f.looks != 0 {
			return usage("add --watch, or leave them out", "--until and --looks go with --watch")
		}
		return nil
	}
	if f.every <= 0 || f.looks < 0 {
		return usage("for instance --every 10m", "--every and --looks are more than nothing")
	}
	if f.until == "" {
		return nil
	}
	st, err := span.Parse(f.until, span.Context{Zone: "UTC"})
	if err != nil || !st.Span.Bounded() {
		return usage("a moment with its zone: \"18 March 2025 12:00 UTC\"", "--until %q cannot be read as a moment", f.until)
	}
	f.end = st.Span.Latest().Time()
	return nil
}

// watchAll looks at everything named until its time has come, or it is
// interrupted. The vault is held only while a look is sealed.
func (k *keeping) watchAll(what []string) error {
	ctx, stop := signal.NotifyContext(k.cmd.Context(), os.Interrupt)
	defer stop()
	k.wait = true // another look may be being sealed
	last := k.lastSeen()
	for n := 1; ; n++ {
		next := time.Now().Add(k.every)
		over := n == k.looks || !k.end.IsZero() && next.After(k.end)
		for _, w := range what {
			if err := k.look(ctx, w, last, next, over); err != nil {
				return err
			}
		}
		if over {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Until(next)):
		}
	}
}

// lastSeen are the digests of what came of the last looks, by address.
func (k *keeping) lastSeen() map[string]string {
	out := map[string]string{}
	c, err := k.read(k.dir)
	if err != nil {
		return out // nothing is sealed yet
	}
	for p := range uint64(c.Len()) {
		if it := c.Entry(p).Item; it != nil && it.Heartbeat != nil && it.Heartbeat.SHA256 != "" {
			out[it.Heartbeat.Address] = it.Heartbeat.SHA256
		}
	}
	return out
}

// digest is the SHA-256 of the content, which stays as it is until end is called.
func (k *keeping) digest(what string, c *vault.Content) (sum string, end func(), err error) {
	from, ok := c.From.(io.ReadSeeker)
	if end = func() {}; !ok || !isAddress(what) {
		if from, end, err = k.settled(c.From); err != nil {
			return "", end, err
		}
	}
	c.From = from
	sum, err = digested(from)
	return sum, end, err
}

// look looks once and seals what came of it.
func (k *keeping) look(ctx context.Context, what string, last map[string]string, next time.Time, over bool) error {
	asked := &ledger.Asked{Address: what}
	if !over {
		asked.Next = next.UTC().Truncate(time.Second).Format(time.RFC3339)
	}
	beat := vault.Draft{Item: ledger.Item{Kind: ledger.Heartbeat, By: k.by, Heartbeat: asked}}
	drafts := []vault.Draft{}
	d, done, err := k.draft(ctx, what)
	defer done()
	if err == nil {
		var end func()
		asked.SHA256, end, err = k.digest(what, &d.Bytes[0])
		defer end()
	}
	switch {
	case ctx.Err() != nil:
		return nil // interrupted: that is no look
	case err != nil:
		asked.Error = err.Error()
	case last[what] == asked.SHA256:
		asked.Got = "same"
	default:
		asked.Got = "kept"
		if last[what] != "" {
			asked.Got = "changed"
		}
		drafts = append(drafts, d)
	}
	v, c, err := k.enter(k.cmd, k.dir, true)
	if err != nil {
		return err
	}
	defer v.Close()
	drafts = append(drafts, beat)
	for i := range drafts {
		drafts[i].Chain = c
	}
	out, err := v.Seal(drafts...)
	if err != nil {
		return vaultError(err)
	}
	if asked.SHA256 != "" {
		last[what] = asked.SHA256
	}
	return k.writeSealed(k.cmd.OutOrStdout(), out)
}
