package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/witness"
)

func witnessCommand(o *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "witness serve|key|ask",
		Short: "run a log witness, or ask others to cosign the log of a vault",
		Long: `Witness is both sides of log witnessing: somebody elsewhere remembers how large
a log was, and cosigns a checkpoint only if what was there before grew into it.
A log witness sees sizes and hashes, and nothing that was sealed.

  key    makes the key of a witness
  serve  runs a witness of the logs that it is given
  ask    asks witnesses to cosign the newest checkpoint of a vault

Exit statuses:
  0  done
  1  it could not be done
  2  the command line is wrong`,
		Example: `  holdshort witness key --name example.com/witness -o w.key
  holdshort witness serve --key w.key --logs logs.txt --state /var/lib/witness`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			hint := "the verbs of witness are serve, key, ask"
			if best := formula.Closest(args[0], verbs(cmd)); best != "" {
				hint = fmt.Sprintf("did you mean %q?", best)
			}
			return usage(hint, "witness has no verb %q", args[0])
		},
	}
	cmd.AddCommand(witnessServe(), witnessKey(), witnessAsk(o))
	return cmd
}

func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("give everything by flags", "expected no arguments, found %d", len(args))
	}
	return nil
}

// mustHave is an error on the first of the flags that was not given.
func mustHave(cmd *cobra.Command, names ...string) error {
	for _, n := range names {
		if cmd.Flag(n).Value.String() == "" {
			return usage(fmt.Sprintf("holdshort %s --help explains it", strings.TrimPrefix(cmd.CommandPath(), "holdshort ")), "--%s was not given", n)
		}
	}
	return nil
}

func witnessServe() *cobra.Command {
	var key, logs, addr, state string
	cmd := &cobra.Command{
		Use:   "serve --key FILE --logs FILE --state DIR",
		Short: "run a witness of the logs that it is given",
		Long: `Serve runs a log witness by C2SP tlog-witness until it is interrupted. Put a
server that speaks TLS before it. FILE of --logs has one verifier key of a log
on each line, as vaults have in log/key; lines that begin with # are passed
over. DIR remembers the newest checkpoint of each log: one witness has one, and
a copy of an old one must never be put in its place.

Exit statuses:
  0  interrupted
  1  a file could not be read, or the address not be had
  2  the command line is wrong`,
		Example: `  holdshort witness serve --key w.key --logs logs.txt --state /var/lib/witness`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := mustHave(cmd, "key", "logs", "state"); err != nil {
				return err
			}
			cosigner, err := readCosigner(key)
			if err != nil {
				return err
			}
			keys, err := readLogs(logs)
			if err != nil {
				return err
			}
			unlock, err := lockFolder(state)
			if err != nil {
				return err
			}
			defer unlock()
			w, err := witness.New(cosigner, keys, state)
			if err != nil {
				return &failure{exitFailed, err, "list each key once; a state that cannot be read is not one to begin afresh from: bring back the file as it was"}
			}
			return serve(cmd, addr, w, fmt.Sprintf("%s witnesses %d logs", cosigner.Name(), len(keys)))
		},
	}
	f := cmd.Flags()
	f.StringVar(&key, "key", "", "the `FILE` that witness key wrote")
	f.StringVar(&logs, "logs", "", "the `FILE` with verifier keys of logs")
	f.StringVar(&addr, "addr", "127.0.0.1:8744", "the `ADDRESS` to listen at")
	f.StringVar(&state, "state", "", "the `DIR` of the witness's memory")
	return cmd
}

// serve answers until the program is interrupted.
func serve(cmd *cobra.Command, addr string, h http.Handler, what string) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return &failure{exitFailed, err, "choose another --addr, such as 127.0.0.1:0 for any that is free"}
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 15 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10}
	fmt.Fprintf(cmd.OutOrStdout(), "%s at http://%s\n", what, l.Addr())
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		done <- s.Shutdown(last)
	}()
	if err := s.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return <-done
}

func readCosigner(file string) (*ledger.Cosigner, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	c, err := ledger.NewCosigner(strings.TrimSpace(string(b)), func() uint64 { return uint64(time.Now().Unix()) })
	if err != nil {
		return nil, &failure{exitFailed, fmt.Errorf("read %s: %w", file, err), "holdshort witness key makes one"}
	}
	return c, nil
}

// readLogs reads verifier keys, one to a line.
func readLogs(file string) ([]note.Verifier, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []note.Verifier
	n := 0
	for l := range strings.Lines(string(b)) {
		n++
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' {
			continue
		}
		v, err := note.NewVerifier(l)
		if err != nil {
			return nil, &failure{exitFailed, fmt.Errorf("%s, line %d: %.100q: %w", file, n, l, err), "a line is what a vault has in log/key"}
		}
		out = append(out, v)
	}
	if len(out) == 0 {
		return nil, &failure{exitFailed, fmt.Errorf("%s has no key of a log", file), "a line is what a vault has in log/key"}
	}
	return out, nil
}

func witnessKey() *cobra.Command {
	var name, out string
	cmd := &cobra.Command{
		Use:   "key --name NAME -o FILE",
		Short: "make the key of a witness",
		Long: `Key makes the key of a witness in FILE, which only you may read, and prints the
line to verify with, which is for everybody. NAME is an address of yours without
https://, and need not be reachable. FILE is never written over.

Exit statuses:
  0  made
  1  the file could not be written
  2  the command line is wrong`,
		Example: `  holdshort witness key --name example.com/witness -o w.key`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := mustHave(cmd, "name", "output"); err != nil {
				return err
			}
			skey, vkey, err := newWitnessKey(name)
			if err != nil {
				return err
			}
			if err := writeSecret(out, skey+"\n"); err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), vkey+"\n")
			return err
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "the witness's `NAME`")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write")
	return cmd
}
