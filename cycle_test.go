package holdshort_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/holdshort/holdshort"
)

func TestRecordsThatCannotBeSo(t *testing.T) {
	for text, want := range map[string]string{
		"sources:\n  - {id: a, kind: article, publisher: x, copy-of: b}\n  - {id: b, kind: article, publisher: x, copy-of: a}\n":                                "a source is a copy of itself",
		"sources:\n  - {id: a, kind: article, publisher: x, digest: 'sha256:12'}\n":                                                                             "not a digest",
		"parties:\n  - {id: a, name: x, of: a}\n":                                                                                                               "a party acts for itself",
		"cohorts:\n  - {id: a, name: x, part-of: b}\n  - {id: b, name: y, part-of: c}\n  - {id: c, name: z, part-of: a}\n":                                      "a cohort is part of itself",
		rulingPair + "- {id: x, verb: enforces, on: a, by: b, effect: from-now, source: s}\n- {id: y, verb: enforces, on: b, by: a, effect: none, source: s}\n": "a ruling enforces itself",
		rulingPair + "- {id: x, verb: expires, on: a, event: b.oral.pronounced, period: p, effect: from-now, source: s}\n" +
			"periods: [{id: p, says: 14 days, from: a.oral.pronounced, source: s}]\n": "the time of an event and the end of a period",
	} {
		files := fstest.MapFS{"case.yaml": {Data: []byte("case: {id: k, caption: k, zone: UTC}\n" + text)}}
		if _, err := holdshort.Load(files); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

const rulingPair = "sources: [{id: s, kind: notes, publisher: x}]\nrulings:\n" +
	"- {id: a, title: x, expressions: [{id: oral, form: oral, times: [{kind: pronounced, at: 2025-03-15, source: s}]}]}\n" +
	"- {id: b, title: x, expressions: [{id: oral, form: oral, times: [{kind: pronounced, at: 2025-03-15, source: s}]}]}\nlifecycle:\n"
