package follow

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/holdshort/holdshort/fetch"
)

// Kind is how a feed behaves.
type Kind string

// The kinds.
const (
	// Window is a court's RSS feed: it lists what was put on its dockets of late,
	// and drops it after an hour or a day.
	Window Kind = "rss"
	// Mirror is CourtListener's list of a docket's entries, by page and in order
	// of change. Nothing is dropped from it, and it knows what its readers sent.
	Mirror Kind = "courtlistener"
	// Hook is what CourtListener sends by itself. No follow.yaml has this kind: a
	// Receiver takes it in.
	Hook Kind = "webhook"
)

// Feed is one thing that is followed.
type Feed struct {
	Name    string // of its journal and folder
	Kind    Kind
	Address string
	Court   string
	Cases   []string      // docket numbers wanted; all if none is given
	Every   time.Duration // between polls
	Daily   int           // most requests to its host in a UTC day, those of other feeds of the case included
	Window  time.Duration // how long the court says that it lists an item; 0 if it does not say
	Pauses  []Pause       // when its host is not asked
}

// The defaults and bounds of a Feed.
const (
	EveryWindow = 5 * time.Minute // as often as CourtListener asks courts
	EveryMirror = time.Hour
	LeastMirror = 15 * time.Minute
	DailyWindow = 400 // 288 polls, and redirects
	DailyMirror = 100 // a free account has 125
	MaxConfig   = 1 << 20
	MaxFeeds    = 1000
)

// listenerHost is CourtListener's, which announces that it is kept up on
// Thursday evenings.
const listenerHost = "www.courtlistener.com"

const listenerPause = "Thu 21:00-23:59 America/Los_Angeles"

// Config is the file follow.yaml of a case.
type Config struct {
	Contact string // where the keeper of a feed can reach who follows it
	Feeds   []Feed
}

// configFile is the file as it is written.
type configFile struct {
	Contact string     `yaml:"contact"`
	Feeds   []feedFile `yaml:"feeds"`
}

type feedFile struct {
	Name    string   `yaml:"name"`
	Kind    string   `yaml:"kind"`
	Address string   `yaml:"address"`
	Court   string   `yaml:"court"`
	Cases   []string `yaml:"cases"`
	Every   string   `yaml:"every"`
	Daily   int      `yaml:"daily"`
	Window  string   `yaml:"window"`
	Pauses  []string `yaml:"pauses"`
}

// ReadConfig reads a follow.yaml. It reads strictly: an unknown field is an error.
func ReadConfig(r io.Reader) (*Config, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxConfig+1))
	switch {
	case err != nil:
		return nil, err
	case len(b) > MaxConfig:
		return nil, fmt.Errorf("the file has more than %d bytes", MaxConfig)
	case bytes.ContainsAny(b, "&*") && anchored.Match(b):
		return nil, errors.New("anchors and aliases are not used: write the value out")
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	var file configFile
	if err := d.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.New(strings.NewReplacer("yaml: ", "", "unmarshal errors:\n  ", "", "\n  ", "; ", " in type follow.feedFile", "", " in type follow.configFile", "", "[]follow.feedFile", "a list of feeds", "follow.feedFile", "a feed", "follow.configFile", "what is followed").Replace(err.Error()))
	}
	return file.config()
}

var anchored = regexp.MustCompile(`(?m)(^|[\s\[{,:-])[&*][A-Za-z0-9]`)

func (file configFile) config() (*Config, error) {
	out := &Config{Contact: file.Contact}
	if len(file.Feeds) > MaxFeeds {
		return nil, fmt.Errorf("%d feeds, more than %d", len(file.Feeds), MaxFeeds)
	}
	seen := map[string]bool{}
	for i, f := range file.Feeds {
		feed, err := f.feed()
		if err != nil {
			return nil, fmt.Errorf("feed %d, %q: %w", i+1, f.Name, err)
		}
		if seen[feed.Name] {
			return nil, fmt.Errorf("feed %d: the name %q is given twice", i+1, feed.Name)
		}
		seen[feed.Name] = true
		out.Feeds = append(out.Feeds, feed)
	}
	return out, nil
}

var feedName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

func (f feedFile) feed() (Feed, error) {
	out := Feed{Name: f.Name, Kind: Kind(cmp.Or(f.Kind, string(Window))), Address: f.Address, Court: f.Court, Cases: f.Cases, Daily: f.Daily}
	if !feedName.MatchString(f.Name) || f.Name == hookName {
		return out, fmt.Errorf("name %q is not small letters, digits and -, or is one of this program's own", f.Name)
	}
	u, err := fetch.ParseAddress(f.Address)
	if err != nil {
		return out, err
	}
	for _, c := range f.Cases {
		if _, ok := caseKey(c); !ok {
			return out, fmt.Errorf("case %q is no docket number, such as 1:25-cv-00766 or 25-5067", c)
		}
	}
	every, least, daily := EveryWindow, EveryWindow, DailyWindow
	switch out.Kind {
	case Window:
	case Mirror:
		every, least, daily = EveryMirror, LeastMirror, DailyMirror
	default:
		return out, fmt.Errorf("kind %q is neither %q nor %q", f.Kind, Window, Mirror)
	}
	if local(u) {
		least = time.Second
	}
	if out.Every, err = length("every", f.Every, every); err == nil && out.Every < least {
		err = fmt.Errorf("every %s is less than %s", out.Every, least)
	}
	if err == nil {
		out.Window, err = length("window", f.Window, 0)
	}
	if err == nil {
		out.Pauses, err = pauses(f.Pauses, u.Hostname())
	}
	if out.Daily = cmp.Or(f.Daily, daily); err == nil && out.Daily < 0 {
		err = fmt.Errorf("daily %d is less than nothing", out.Daily)
	}
	return out, err
}

func length(name, text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%s %q is no length of time, such as 5m or 24h", name, text)
	}
	return d, nil
}

func pauses(texts []string, host string) ([]Pause, error) {
	if len(texts) == 0 && host == listenerHost {
		texts = []string{listenerPause}
	}
	var out []Pause
	for _, text := range texts {
		p, err := ParsePause(text)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// local reports whether a host is this machine, which may be asked as often as
// one likes.
func local(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

func (f Feed) host() string {
	u, err := url.Parse(f.Address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// hookName is the folder and journal of what CourtListener sends by itself.
const hookName = "webhook"

// NewFeed is the feed at an address, with everything else as it is by default. It
// is CourtListener's if the address is one of its interface.
func NewFeed(address, court string, cases []string) (Feed, error) {
	u, err := fetch.ParseAddress(address)
	if err != nil {
		return Feed{}, err
	}
	f := feedFile{Address: address, Court: court, Cases: cases, Name: cmp.Or(court, notName.ReplaceAllString(strings.ToLower(u.Host), "-"))}
	if strings.Contains(u.Path, "/api/rest/") {
		f.Kind = string(Mirror)
	}
	return f.feed()
}

var notName = regexp.MustCompile(`[^a-z0-9]+`)
