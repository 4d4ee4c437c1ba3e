package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/sweep"
)

// sweepVersion is the version of the JSON form of sweeps; see
// docs/formats/sweep.md.
const sweepVersion = 1

type sweptJSON struct {
	Version    int              `json:"version"`
	TZData     string           `json:"tzdata"`
	Question   string           `json:"question"`
	Silence    string           `json:"silence"`
	Verdicts   map[string]int64 `json:"verdicts"`
	Unlisted   int64            `json:"possible_not_listed"`
	Day        dayJSON          `json:"day"`
	Ties       []tieJSON        `json:"ties"`
	Candidates []candidateJSON  `json:"candidates"`
}

type dayJSON struct {
	Members int64         `json:"members"`
	Traces  int64         `json:"traces"`
	Read    int64         `json:"traces_read"`
	Full    int64         `json:"traces_read_in_full"`
	Points  int64         `json:"points"`
	First   string        `json:"first,omitempty"`
	Last    string        `json:"last,omitempty"`
	Empty   []string      `json:"folders_without_traces"`
	Missing []string      `json:"missing_parts"`
	Lost    int64         `json:"lost_bytes"`
	Runs    int64         `json:"lost_in_places"`
	Cut     bool          `json:"cut_off"`
	Broken  []sweep.Fault `json:"broken"`
	Strange []sweep.Fault `json:"strange"`
	Notes   []string      `json:"notes"`
}

type candidateJSON struct {
	Verdict string       `json:"verdict"`
	Address string       `json:"address"`
	Answers []answerJSON `json:"answers"`
	Quiets  []quietJSON  `json:"silences"`
	Doubts  []string     `json:"doubts"`
	Broken  string       `json:"not_whole,omitempty"`
	Flight  any          `json:"flight"`
}

type answerJSON struct {
	Atom   string `json:"atom"`
	Answer string `json:"answer"`
	Needs  string `json:"needs,omitempty"`
}

type quietJSON struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Last     bool   `json:"after_the_last_position,omitempty"`
	Quarters int    `json:"quarter_hours"`
	Heard    int    `json:"others_heard_in"`
	Grade    string `json:"grade"`
}

type tieJSON struct {
	Before string  `json:"before"`
	After  string  `json:"after"`
	Ended  string  `json:"ended"`
	Began  string  `json:"began"`
	Apart  float64 `json:"apart_km"`
	Types  string  `json:"types"`
}

// sweepJSON writes a result as one document, each candidate as it is read again.
func sweepJSON(w io.Writer, s *swept) error {
	doc := sweptJSON{Version: sweepVersion, TZData: span.TZDataVersion(), Question: s.Query.Text, Silence: s.silence.ISO(), Verdicts: map[string]int64{}, Unlisted: s.unlisted(), Day: dayOf(s), Ties: []tieJSON{}, Candidates: []candidateJSON{}}
	for _, v := range []sweep.Verdict{sweep.Certain, sweep.Possible, sweep.Silent, sweep.Out, sweep.Unread} {
		doc.Verdicts[strings.ReplaceAll(v.String(), " ", "_")] = s.Counts[v]
	}
	for _, t := range s.Ties(int(s.listed())) {
		doc.Ties = append(doc.Ties, tieJSON{t.Before.String(), t.After.String(), t.Ended.RFC3339(), t.Began.RFC3339(), float64(int(t.Apart*10)) / 10, t.Types})
	}
	head, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		return err
	}
	// The list of candidates is empty, and the last thing in it.
	if _, err := fmt.Fprint(w, strings.TrimSuffix(string(head), "]\n}")); err != nil {
		return err
	}
	n := 0
	for c := range s.candidates() {
		b, err := json.MarshalIndent(candidateOf(c), "    ", "  ")
		if err != nil {
			return err
		}
		sep := ",\n    "
		if n++; n == 1 {
			sep = "\n    "
		}
		if _, err := fmt.Fprintf(w, "%s%s", sep, b); err != nil {
			return err
		}
	}
	end := "]\n}\n"
	if n > 0 {
		end = "\n  ]\n}\n"
	}
	_, err = fmt.Fprint(w, end)
	return err
}

func dayOf(s *swept) dayJSON {
	a := &s.Audit
	d := dayJSON{Members: a.Members, Traces: a.Traces, Read: a.Read, Full: s.Full, Points: a.Points, Empty: a.Empty(), Missing: a.Missing, Lost: a.Lost, Runs: a.LostRuns,
		Cut: a.Cut, Broken: a.Broken, Strange: a.Strange, Notes: a.Notes()}
	for _, list := range []*[]string{&d.Empty, &d.Missing, &d.Notes} {
		if *list == nil {
			*list = []string{}
		}
	}
	for _, list := range []*[]sweep.Fault{&d.Broken, &d.Strange} {
		if *list == nil {
			*list = []sweep.Fault{}
		}
	}
	if a.Points > 0 {
		d.First, d.Last = a.First.RFC3339(), a.Last.RFC3339()
	}
	return d
}

func candidateOf(c *sweep.Candidate) candidateJSON {
	out := candidateJSON{Verdict: c.Verdict.String(), Address: c.Address.String(), Answers: []answerJSON{}, Quiets: []quietJSON{}, Doubts: []string{}, Broken: c.Broken, Flight: exhibit.FlightValue(flightOf(c))}
	for _, a := range c.Answers {
		out.Answers = append(out.Answers, answerJSON{a.Text, a.Truth.String(), a.Needs})
	}
	for _, q := range c.Quiets {
		out.Quiets = append(out.Quiets, quietJSON{q.From.RFC3339(), q.To.RFC3339(), q.Last, q.Quarters, q.OthersHeardIn, q.Words()})
	}
	out.Doubts = append(out.Doubts, c.Doubts...)
	return out
}
