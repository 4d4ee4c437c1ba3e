package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// exports are what can be taken out of a case as a file, by its name.
var exports = map[string]func(*asked, *sight) (*answer, error){
	"events.csv":        eventsCSV,
	"findings.csv":      findingsCSV,
	"movements.geojson": movementsGeoJSON,
	"findings.json": func(_ *asked, see *sight) (*answer, error) {
		return jsonFile(see.report)
	},
	"timeline.json": func(q *asked, see *sight) (*answer, error) {
		return jsonFile(finding.Timeline{Case: see.c, Zone: q.loc.String(), Entries: see.entries})
	},
	"exhibit.html": func(q *asked, see *sight) (*answer, error) {
		var b bytes.Buffer
		err := exhibit.HTML(&b, see.report, see.entries, q.loc)
		return &answer{kind: htmlType, body: b.Bytes()}, err
	},
}

// exportNames are their names, in the order in which a page lists them.
var exportNames = []string{"exhibit.html", "events.csv", "findings.csv", "movements.geojson", "findings.json", "timeline.json"}

func (s *Server) export(q *asked) (*answer, error) {
	name := q.r.PathValue("name")
	do, ok := exports[name]
	if !ok {
		return nil, refuse(http.StatusNotFound, "the exports are "+strings.Join(exportNames, ", "), "no export is named %q", name)
	}
	see, err := q.sight()
	if err != nil {
		return nil, err
	}
	a, err := do(q, see)
	if err != nil {
		return nil, err
	}
	a.file = string(see.c.ID) + "-" + name
	return a, nil
}

// jsonFile is v as the verbs of the command line write it.
func jsonFile(v any) (*answer, error) {
	var b bytes.Buffer
	err := exhibit.JSON(&b, v)
	return &answer{kind: jsonType, body: b.Bytes()}, err
}

// table is rows as CSV. A cell that a spreadsheet would take for a formula gets
// an apostrophe before it.
func table(rows [][]string) (*answer, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				row[i] = "'" + cell
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return &answer{kind: csvType, body: b.Bytes()}, w.Error()
}

// stamp3339 is a moment in RFC 3339; empty where nothing bounds it.
func stamp3339(t span.Instant) string {
	if s := momentOf(t); s != nil {
		return *s
	}
	return ""
}

// eventsCSV has a row for each event and reported position.
func eventsCSV(_ *asked, see *sight) (*answer, error) {
	rows := [][]string{{"event", "lane", "what", "place", "earliest", "latest", "stated", "note", "sources"}}
	for _, en := range see.entries {
		row := []string{"", en.Lane, en.What, "", stamp3339(en.Bounds.Earliest()), stamp3339(en.Bounds.Latest()), "", "", strings.Trim(cite.List(en.Cites), "[]")}
		var stated []string
		for _, c := range en.Claims {
			stated = append(stated, c.Time.Text+" ("+c.Cite.String()+")")
		}
		row[6] = strings.Join(stated, "; ")
		switch {
		case en.Position != nil:
			row[6], row[7] = en.Position.When.Text, "reported position, not used as proof"
		case en.Conflict:
			row[7] = "conflict"
		case en.Never:
			row[7] = "said not to have happened"
		}
		if en.Event != nil {
			row[0], row[3] = en.Event.ID, string(en.Event.Place)
		}
		rows = append(rows, row)
	}
	return table(rows)
}

// findingsCSV has a row for each finding.
func findingsCSV(_ *asked, see *sight) (*answer, error) {
	rows := [][]string{{"finding", "question", "asked", "subject", "reading", "answer", "outcome", "reason", "margin_least", "margin_most", "between_earliest", "between_latest", "count", "sources"}}
	for i := range see.report.Findings {
		f := &see.report.Findings[i]
		row := []string{f.ID, string(f.Question.ID), f.Question.Put(see.c.Name(f.Subject)), string(f.Subject), "", f.Truth.String(), f.Outcome, string(f.Reason), "", "", "", "", "", strings.Trim(cite.List(f.Cites), "[]")}
		if f.Reading != nil {
			row[4] = string(f.Reading.ID)
		}
		if m := marginOf(f.Margin); m != nil {
			row[8] = m.Least
			if m.Most != nil {
				row[9] = *m.Most
			}
		}
		if f.Between != nil {
			row[10], row[11] = stamp3339(f.Between.Earliest()), stamp3339(f.Between.Latest())
		}
		if f.Count != nil {
			row[12] = f.Count.String()
		}
		rows = append(rows, row)
	}
	return table(rows)
}

// feature is one of GeoJSON (RFC 7946), longitude first.
type feature struct {
	Type       string         `json:"type"`
	Geometry   geometry       `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// movementsGeoJSON has the places of phases as points, with their bounds, and
// tracks as lines that break at each silence. No line joins two phases: the way
// between them is not on record.
func movementsGeoJSON(q *asked, see *sight) (*answer, error) {
	fs := []feature{}
	for i := range see.c.Movements {
		m := &see.c.Movements[i]
		for _, en := range see.entries {
			if en.Event == nil || en.Event.Record != m.ID {
				continue
			}
			p := see.c.Place(en.Event.Place)
			if p == nil || p.Point == nil {
				continue
			}
			fs = append(fs, feature{"Feature", geometry{"Point", [2]float64{float64(p.Point.Lon), float64(p.Point.Lat)}}, map[string]any{"movement": m.ID,
				"event": en.Event.ID, "what": en.What, "place": p.Name, "earliest": momentOf(en.Bounds.Earliest()), "latest": momentOf(en.Bounds.Latest())}})
		}
		for _, a := range q.st.loaded.Tracks[m.ID] {
			if lines := linesOf(a); len(lines) > 0 {
				fs = append(fs, feature{"Feature", geometry{"MultiLineString", lines}, map[string]any{"movement": m.ID, "address": a.Track.Address.String()}})
			}
		}
	}
	b, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": fs})
	return &answer{kind: geoType, body: append(b, '\n')}, err
}
