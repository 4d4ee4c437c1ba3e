package place

import "testing"

func TestNoArea(t *testing.T) {
	for id, want := range map[string]string{
		"us-territory": `no area is named "us-territory"; alike are us-fir, us-12nm, us-24nm, us-land`,
		"honduras":     `no area is named "honduras"; alike are hn-land`,
		"nowhere":      `no area is named "nowhere"`,
		"":             `no area is named ""`,
		"-":            `no area is named "-"`,
	} {
		if got := NoArea(id).Error(); got != want {
			t.Errorf("%q: %s", id, got)
		}
	}
}
