package fetch

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/holdshort/holdshort/track"
)

const (
	// settled is how long after a day's end its trace may still change. readsb
	// writes a day's files until 55 minutes after midnight UTC; networks then
	// join and copy them.
	settled = 24 * time.Hour
	// longPast is how long after a day's end an answer that there is nothing
	// counts as the last word.
	longPast = 7 * 24 * time.Hour
	// patience is how many failures and refusals in a row end the asking of one
	// source.
	patience = 3
)

// Outcome is what became of one aircraft's day at one source.
type Outcome string

// The outcomes.
const (
	Kept     Outcome = "kept"      // it came and is in the folder
	Had      Outcome = "had"       // it was there, and nothing was asked
	NoData   Outcome = "no data"   // the source says that it has none: 404 or 410
	Refused  Outcome = "refused"   // the source would not: 401, 403, 429 or 451
	Failed   Outcome = "failed"    // no answer, one cut short, or something else
	NotAsked Outcome = "not asked" // for the reason given
)

// Want is one aircraft's day at one source.
type Want struct {
	Source  Source
	Address track.Address
	Day     Day
}

// URL is where it would be.
func (w Want) URL() string { return w.Source.trace(w.Address, w.Day) }

// Report is what became of each want, as JSON.
type Report struct {
	Version int      `json:"version"`
	To      string   `json:"to"` // the folder
	Results []Result `json:"results"`
}

// Result is what became of one.
type Result struct {
	Address  string  `json:"address"`
	Day      string  `json:"day"`
	Source   string  `json:"source"`
	URL      string  `json:"url"`
	Outcome  Outcome `json:"outcome"`
	Status   int     `json:"status,omitempty"` // of the last answer; 0 if nothing was asked or none came
	Bytes    int64   `json:"bytes,omitempty"`
	File     string  `json:"file,omitempty"` // with the folder
	Manifest string  `json:"manifest,omitempty"`
	SHA256   string  `json:"sha256,omitempty"`
	Why      string  `json:"why,omitempty"`
}

// Days brings traces of aircraft by UTC day and keeps them in a folder, each
// beside its manifest:
//
//	DIR/SOURCE/YYYY/MM/DD/trace_full_ADDRESS.json
//	DIR/SOURCE/YYYY/MM/DD/trace_full_ADDRESS.capture.json
//
// A day that was asked for after it was settled is not asked for again. Bytes
// that came are never written over: what comes later stands beside them, with the
// time of asking in its name. What is no whole trace of the aircraft's day lies
// in DIR/.apart and is never taken for one.
//
// If somebody alters a file, its digest differs from that in its manifest; if
// somebody alters both, nothing here tells.
type Days struct {
	Client *Client
	Dir    string
	Again  bool // ask also for what is settled
	Dry    bool // ask for nothing

	// Check says whether a body is a whole trace of what is wanted, and what is
	// in it.
	Check func(body []byte, w Want) (note string, err error)

	misses  map[string]int    // failures and refusals, by source
	stopped map[string]string // sources that are not asked any more, and why
}

// Fetch brings one. It is not for use by several goroutines at once. Whatever
// goes wrong is in the Result. When ctx ends, what is on its way is given up and
// nothing of it is kept.
func (d *Days) Fetch(ctx context.Context, w Want) Result {
	r := Result{Address: w.Address.String(), Day: w.Day.String(), Source: w.Source.Name, URL: w.URL(), Outcome: NotAsked}
	past, err := d.past(w)
	if err != nil {
		return r.as(Failed, "%s", err)
	}
	if known := past.known(w.Day); known != nil && !d.Again {
		return known.result(r)
	}
	now := d.Client.now()
	switch {
	case w.Day.Start().After(now):
		return r.as(NotAsked, "the day has not begun")
	case d.stopped[w.Source.Name] != "":
		return r.as(NotAsked, "%s", d.stopped[w.Source.Name])
	case d.Dry:
		return r.as(NotAsked, "it would be asked for at this address")
	}
	got, err := d.Client.Get(ctx, r.URL)
	if ctx.Err() != nil {
		return r.as(NotAsked, "interrupted")
	}
	if got == nil {
		return r.as(Failed, "%s", err)
	}
	r.Status, r.Bytes, r.SHA256 = got.Status(), got.Manifest.Body.Received, got.Manifest.Body.SHA256
	return d.sort(got, err, w, past, r)
}

// sort keeps what came where it belongs.
func (d *Days) sort(got *Capture, err error, w Want, past past, r Result) Result {
	b := &got.Manifest.Body
	switch {
	case err != nil:
		b.Note = err.Error()
		r = r.as(Failed, "%s", err)
	case got.Status() == http.StatusOK:
		if b.Note, err = d.Check(got.Body, w); err == nil {
			d.count(w, got, Kept)
			return d.keep(got, w, past, r.as(Kept, "%s", unsettled(got, w)))
		}
		b.Note = fmt.Sprintf("not kept as a trace: %s; what came is %s", err, got.What())
		r = r.as(Failed, "%s", b.Note)
	case got.Status() == http.StatusNotFound || got.Status() == http.StatusGone:
		d.count(w, got, NoData)
		r.Bytes, r.SHA256 = 0, "" // of a page that is not kept
		return d.keep(got, w, past, r.as(NoData, "the source has no trace of that day, which does not show that there was no flight"))
	case refusal(got.Status()):
		b.Note = fmt.Sprintf("status %d, with %s", got.Status(), got.What())
		r = r.as(Refused, "%s", b.Note)
	default:
		b.Note = fmt.Sprintf("status %d, with %s", got.Status(), got.What())
		r = r.as(Failed, "%s", b.Note)
	}
	for _, e := range got.Manifest.Errors {
		r.Why += "; " + e
	}
	d.count(w, got, r.Outcome)
	return d.keepApart(got, w, r)
}

// unsettled says of a day that it may still grow, if it may.
func unsettled(got *Capture, w Want) string {
	until := w.Day.End().Add(settled)
	if !got.Manifest.Clocks.AskedAt.Before(until) {
		return ""
	}
	return fmt.Sprintf("the day may not be whole yet: ask again after %s UTC", until.Format("2006-01-02 15:04"))
}

func refusal(status int) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons:
		return true
	}
	return false
}

// count stops asking a source that keeps refusing or failing, or that says that
// it is asked too often.
func (d *Days) count(w Want, got *Capture, o Outcome) {
	if d.stopped == nil {
		d.stopped, d.misses = map[string]string{}, map[string]int{}
	}
	name := w.Source.Name
	if o != Refused && o != Failed {
		d.misses[name] = 0
		return
	}
	d.misses[name]++
	switch {
	case got.Status() == http.StatusTooManyRequests:
		d.stopped[name] = "the source had said that it is asked too often"
	case d.misses[name] == patience:
		d.stopped[name] = fmt.Sprintf("the source had refused or failed %d times in a row", patience)
	}
}

// as is r with an outcome and its reason.
func (r Result) as(o Outcome, why string, args ...any) Result {
	r.Outcome, r.Why = o, fmt.Sprintf(why, args...)
	return r
}
