package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort/docket"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/follow"
)

// tokenVariable is where the token of CourtListener can be.
const tokenVariable = "HOLDSHORT_COURTLISTENER_TOKEN"

// followFlags are those of docket follow.
type followFlags struct {
	once, status  bool
	feed, court   string
	numbers       []string
	contact       string
	tokenFile     string
	listen, path  string
	from, proxies []string
}

// followCommand is docket follow: the second verb that opens connections, and the
// only one that listens.
func followCommand(o *common) *cobra.Command {
	f := &followFlags{}
	cmd := &cobra.Command{
		Use:   "follow CASE",
		Short: "watch a docket's feeds, and say what they can have lost",
		Long: `Follow asks the feeds that CASE/follow.yaml names again and again, keeps what
comes as it came in CASE/originals/follow, and writes down in CASE/follow what
was new. Each line on stdout is an item of a case that is wanted: one that was
not there before, or that was edited.

A feed of a court lists an hour or a day. Follow knows over which stretches
nothing can have come and gone unseen, and --status shows them with the gaps
between. That nothing is in the feed says something within a stretch alone, and
only of what the court puts into its feed.

CourtListener's interface is asked with a token, from --token-file or from the
variable ` + tokenVariable + `; it is shown nowhere.

With --listen it also takes in what CourtListener sends by itself, on --path,
from the addresses --from. Such messages are not signed. Behind a proxy that
ends TLS, name the proxy by --proxy and let it set X-Forwarded-For.

Ctrl-C stops; the same command goes on from there. docs/following.md says more.

Exit statuses:
  0  done, or stopped; with --once, each feed that was due was read
  1  with --once or --status a feed brought nothing or is stale; or no room
  2  the command line or follow.yaml is wrong`,
		Example: `  holdshort docket follow my-case
  holdshort docket follow my-case --once --json
  holdshort docket follow my-case --status
  holdshort docket follow my-case --feed https://ecf.dcd.uscourts.gov/cgi-bin/rss_outside.pl --number 1:25-cv-00766
  holdshort docket follow my-case --listen 127.0.0.1:8080 --path @secret --from 192.0.2.1 --proxy 127.0.0.1`,
		Args: oneCase,
	}
	fl := cmd.Flags()
	fl.BoolVar(&f.once, "once", false, "ask each feed that is due once, and end: for cron")
	fl.BoolVar(&f.status, "status", false, "ask nothing; show what each feed covers, and its gaps")
	fl.StringVar(&f.feed, "feed", "", "follow the feed at this `ADDRESS` beside those of follow.yaml")
	fl.StringVar(&f.court, "court", "", "the `COURT` of --feed, such as dcd")
	fl.StringSliceVar(&f.numbers, "number", nil, "the docket `NUMBER` wanted of --feed; several by commas, or repeated; all if none")
	fl.StringVar(&f.contact, "contact", "", "an address at which a feed's keeper can reach you, `TEXT` for the User-Agent")
	fl.StringVar(&f.tokenFile, "token-file", "", "the `FILE` that holds the token of CourtListener")
	fl.StringVar(&f.listen, "listen", "", "take in webhooks at this `HOST:PORT` of this machine")
	fl.StringVar(&f.path, "path", "", "the secret `PATH` that webhooks are sent to, or @FILE that holds it")
	fl.StringSliceVar(&f.from, "from", nil, "an `ADDRESS` that may send webhooks; several by commas, or repeated")
	fl.StringSliceVar(&f.proxies, "proxy", nil, "the `ADDRESS` of a proxy that says for whom it sends, in X-Forwarded-For")
	for _, name := range []string{"feed", "court", "number", "contact", "listen", "path", "from", "proxy"} {
		cobra.CheckErr(cmd.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions))
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error { return o.follow(cmd, args[0], f) }
	return cmd
}

func (o *common) follow(cmd *cobra.Command, dir string, f *followFlags) error {
	config, err := f.config(dir)
	if err != nil {
		return err
	}
	contact := cmp.Or(f.contact, config.Contact)
	if badContact(contact) {
		return usage("for instance an e-mail address", "contact %q has more than letters, digits and signs in it", contact)
	}
	token, err := f.token()
	if err != nil {
		return err
	}
	wake := make(chan struct{}, 1)
	hook, err := f.receiver(dir, wake, cmd.ErrOrStderr())
	if err != nil {
		return err
	}
	if len(config.Feeds) == 0 && hook == nil && !f.status {
		return usage("name feeds in "+filepath.Join(dir, followFile)+" or by --feed; docs/following.md shows one", "there is nothing to follow")
	}
	if !f.status {
		unlock, err := lockFolder(filepath.Join(dir, "follow"))
		if err != nil {
			return err
		}
		defer unlock()
	}
	out := &followOutput{w: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr(), json: o.json, whole: f.once}
	client := fetch.New(fetch.Options{Contact: contact, Tries: 1})
	follower, err := follow.New(config.Feeds, follow.Options{Dir: dir, Ask: client.Ask, Readers: follow.Readers(docket.Options{Zone: courtZone}), Token: token, Look: f.status, Wake: wake, Tell: out.tell})
	if err != nil {
		return &failure{exitFailed, err, "a journal is never mended by this program; move it away to begin another, with a gap between the two"}
	}
	if f.status {
		return out.status(follower)
	}
	return out.run(follower, hook, f)
}

// followFile is the name, in a case, of the file that says what is followed.
const followFile = "follow.yaml"

// config is what is followed: what the file says, and the flags.
func (f *followFlags) config(dir string) (*follow.Config, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%q is not a folder", dir)
	}
	if err != nil {
		return nil, &failure{exitFailed, err, "give the folder of a case; holdshort init DIR makes one"}
	}
	name := filepath.Join(dir, followFile)
	config := &follow.Config{}
	switch file, err := os.Open(name); {
	case err == nil:
		defer file.Close()
		if config, err = follow.ReadConfig(file); err != nil {
			return nil, usage("docs/following.md lists the fields", "%s: %s", name, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	if f.feed == "" {
		if f.court != "" || len(f.numbers) > 0 {
			return nil, usage("give the address of a feed by --feed", "--court and --number say more of --feed")
		}
		return config, nil
	}
	feed, err := follow.NewFeed(f.feed, f.court, f.numbers)
	if err != nil {
		return nil, usage("give an address such as https://ecf.dcd.uscourts.gov/cgi-bin/rss_outside.pl", "--feed: %s", err)
	}
	for _, other := range config.Feeds {
		if other.Name == feed.Name {
			return nil, usage("leave --feed out", "%s has a feed named %q already", name, feed.Name)
		}
	}
	config.Feeds = append(config.Feeds, feed)
	return config, nil
}

// token is the token of CourtListener, "" if there is none.
func (f *followFlags) token() (string, error) {
	text, where, err := readSecret(tokenVariable, f.tokenFile)
	if err != nil {
		return "", err
	}
	if text = strings.TrimSpace(text); strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", usage("write the token alone into it", "%s holds more than a token", where)
	}
	return text, nil
}

// receiver is what takes webhooks in, nil if none was asked for.
func (f *followFlags) receiver(dir string, wake chan<- struct{}, stderr io.Writer) (*follow.Receiver, error) {
	if f.listen == "" {
		if f.path != "" || len(f.from)+len(f.proxies) > 0 {
			return nil, usage("give --listen 127.0.0.1:8080", "--path, --from and --proxy say more of --listen")
		}
		return nil, nil
	}
	if f.once || f.status {
		return nil, usage("leave one of the two out", "--listen takes part in no --once and no --status")
	}
	r := &follow.Receiver{Dir: dir, Path: f.path, Wake: wake, Tell: func(what string) { fmt.Fprintf(stderr, "webhook: %s\n", what) }}
	if file, ok := strings.CutPrefix(f.path, "@"); ok {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		r.Path = strings.TrimSpace(string(b))
	}
	var err error
	if r.From, err = addresses("from", f.from); err != nil {
		return nil, err
	}
	if r.Proxies, err = addresses("proxy", f.proxies); err != nil {
		return nil, err
	}
	if err := r.Check(); err != nil {
		return nil, usage("give --path /LONG-AND-SECRET and --from ADDRESS, as CourtListener publishes them", "--listen: %s", err)
	}
	return r, nil
}

func addresses(flag string, texts []string) ([]netip.Addr, error) {
	var out []netip.Addr
	for _, s := range texts {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return nil, usage("give an address such as 192.0.2.1", "--%s %q is no address", flag, s)
		}
		out = append(out, a.Unmap())
	}
	return out, nil
}
