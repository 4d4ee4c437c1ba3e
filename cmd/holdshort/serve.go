package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/web"
)

// serveFlags are those of the verbs that show a case in a browser.
type serveFlags struct {
	listen string
	names  []string
	open   bool
	still  bool
}

func (f *serveFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.listen, "listen", "127.0.0.1:8740", "the `ADDRESS` to listen at; port 0 takes any that is free")
	fl.StringArrayVar(&f.names, "host", nil, "also answer where a browser asks for this `NAME`, as it writes it: case.example or case.example:8080")
	fl.BoolVar(&f.still, "read-only", false, "change no file: take no corrections from the page")
	fl.BoolVar(&f.open, "open", false, "open the page in the browser")
}

func serveCommand(_ *common) *cobra.Command {
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve CASE|DIR",
		Short: "show a case in a browser, or each of the cases in a folder",
		Long: `Serve shows a case as pages that read without script, and as JSON. The
pages follow the files: what is changed is shown when it is saved, and where the
files no longer load, the case stays as it last did, with what is wrong.

Records can be added and corrected on the page, in the case's own files. Each
change is sealed in the case's vault with who made it and why, as the files
stood before and after. --read-only shows the case alone.

It listens on this machine alone unless told otherwise, asks nothing of any
other, and ends when it is interrupted. There is no password: whoever can reach
the address sees the case. An address that is not of this machine is taken with
--host alone.

Exit statuses:
  0  ended as asked
  1  a case could not be read, or the address not listened at
  2  the command line is wrong`,
		Example: `  holdshort serve sample --open
  holdshort serve . --listen 127.0.0.1:0`,
		Args: oneCase,
		RunE: func(cmd *cobra.Command, args []string) error { return f.serve(cmd, args[0]) },
	}
	f.add(cmd)
	return cmd
}

// serve shows what is in a folder until the program is interrupted.
func (f *serveFlags) serve(cmd *cobra.Command, dir string) error {
	if err := f.check(); err != nil {
		return err
	}
	o := web.Options{Dir: dir, Load: loadWhole, Names: f.names, Log: func(what string) {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: %s\n", visible(what))
	}}
	if !f.still {
		o.Read, o.Seal = loadFrom, sealer(cmd)
	}
	s, err := web.New(o)
	switch {
	case errors.Is(err, web.ErrName):
		return usage("for instance case.example, or case.example:8080", "--host: %s", err)
	case errors.Is(err, web.ErrNoCase):
		return &failure{exitFailed, fmt.Errorf("%s: %w", dir, err), "holdshort demo writes a sample case to try"}
	case err != nil:
		return &failure{exitFailed, err, "give the folder of a case; holdshort init DIR makes one"}
	}
	if s.One() != "/" {
		if err := s.Check(); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	pages, err := net.Listen("tcp", f.listen)
	if err != nil {
		return &failure{exitFailed, err, "choose another --listen, such as 127.0.0.1:0 for any port that is free"}
	}
	defer pages.Close()
	// What was kept is foreign: it is shown on an origin of its own.
	originals, err := net.Listen("tcp", net.JoinHostPort(pages.Addr().(*net.TCPAddr).IP.String(), "0"))
	if err != nil {
		return err
	}
	defer originals.Close()
	if err := s.Listening(pages.Addr(), "http://"+originals.Addr().String()); err != nil {
		return err
	}
	at := "http://" + pages.Addr().String() + s.One()
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n", at)
	if f.open {
		openBrowser(cmd, at)
	}
	ended := make(chan error, 2)
	go func() { ended <- serveUntil(ctx, originals, s.Originals()) }()
	go func() { ended <- serveUntil(ctx, pages, s.Handler()) }()
	go func() { <-ctx.Done(); s.Close() }()
	err = <-ended
	stop() // the other too
	return errors.Join(err, <-ended)
}

// check refuses to show a case to others unless that was asked for by name.
func (f *serveFlags) check() error {
	host, _, err := net.SplitHostPort(f.listen)
	if err != nil {
		return usage("for instance 127.0.0.1:8740", "--listen %q is no address with a port", f.listen)
	}
	a, err := netip.ParseAddr(host)
	if err != nil && host != "localhost" {
		return usage("for instance 127.0.0.1:8740", "--listen %q has no number of an address before its port", f.listen)
	}
	if host != "localhost" && !a.IsLoopback() && len(f.names) == 0 {
		return usage("there is no password; name with --host by which name others are to see the case", "%s is not an address of this machine alone", host)
	}
	return nil
}

// serveUntil answers until ctx ends, and then lets what was begun come to its
// end.
func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	hs := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
		WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		done <- hs.Shutdown(last)
	}()
	if err := hs.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return <-done
}

// openBrowser opens an address in the person's browser, or says that it cannot.
func openBrowser(cmd *cobra.Command, address string) {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	if err := exec.Command(name, args...).Start(); err != nil {
		fmt.Fprintf(cmd.ErrOrStderr(), "note: no browser was opened: %v\n", err)
	}
}

// sealer seals what the page changed in the files of a case, in its vault, which
// is made if there is none.
func sealer(cmd *cobra.Command) func(dir, by, why string) (string, error) {
	return func(dir, by, why string) (string, error) {
		f := &vaultFlags{by: by, why: why} // who has the vault may have it long, and a page does not wait
		v, c, err := f.enter(cmd, dir, true)
		if err != nil {
			return "", err
		}
		defer v.Close()
		out, err := f.sealEdits(cmd, v, c, dir, ledger.Unmarked)
		if err != nil || len(out) == 0 {
			return "", err
		}
		return fmt.Sprintf("sealed in the vault at position %d", out[len(out)-1].Line().Position), nil
	}
}
