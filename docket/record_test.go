package docket

import "testing"

// A copy that was taken shows that its page had come out by then, in whichever
// zone of a court its clock is.
func TestPublishedByTheCopy(t *testing.T) {
	taken := func(zone string) Time {
		at, err := readTime("02/06/2018 10:58:34", zone)
		if err != nil {
			t.Fatal(err)
		}
		at.Kind = Retrieved
		return at
	}
	for _, x := range []struct {
		times []Time
		want  string
	}{
		{nil, ""},
		{[]Time{taken("America/New_York")}, "by 2018-02-06T15:58:34.999Z"},
		{[]Time{taken("")}, "by 2018-02-06T20:58:34.999Z"}, // Hawaii keeps UTC-10
		{[]Time{taken(""), {Kind: Sent, At: "2018-02-05 12:00 EST"}}, "2018-02-05 12:00 EST"},
	} {
		if got := published(&File{Times: x.times}); got != x.want {
			t.Errorf("published %q, want %q", got, x.want)
		}
	}
}
