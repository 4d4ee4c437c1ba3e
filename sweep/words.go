package sweep

import "github.com/holdshort/holdshort/formula"

const (
	fName = formula.Name
	fTime = formula.Time
)

// Words is the language in which a sweep is asked, in the grammar of package
// formula. The first name of an atom is always it, the aircraft. Moments are quoted
// times: a moment is some one within the bounds of its text, and a stretch is from
// the earliest of the first to the latest of the second.
//
// Those that begin with shows- are about what the archive shows and not about the
// world, and so is what the network's database says: see docs/sweep.md.
var Words = formula.Words{Atoms: map[formula.Op]formula.Signature{
	"near":            {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it was within 10 NM of the airport, or at the listed place, at some moment of the stretch"},
	"visits":          {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it was in the area at some moment of the stretch"},
	"in-area":         {Args: []formula.Kind{fName, fName, fTime}, Says: "it was in the area at the moment"},
	"leaves":          {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it was in the area at one moment of the stretch, and outside it at another, five minutes later or more"},
	"enters":          {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it was outside the area at one moment of the stretch, and in it at another, five minutes later or more"},
	"airborne":        {Args: []formula.Kind{fName, fTime}, Says: "it was in the air at the moment"},
	"departs":         {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it took off from the airport within the stretch"},
	"arrives":         {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "it landed at the airport within the stretch"},
	"shows-takeoff":   {Args: []formula.Kind{fName, fTime, fTime}, Says: "the archive proves a take-off within the stretch"},
	"shows-landing":   {Args: []formula.Kind{fName, fTime, fTime}, Says: "the archive proves a landing within the stretch"},
	"shows-turn-back": {Args: []formula.Kind{fName, fTime, fTime}, Says: "the archive shows a likely turn-back within the stretch"},
	"shows-fix":       {Args: []formula.Kind{fName, fName, fTime, fTime}, Says: "the archive has a position that proves, in the area as drawn, within the stretch"},
	"hex":             {Args: []formula.Kind{fName, fName}, Says: "its address is this one"},
	"tail":            {Args: []formula.Kind{fName, fName}, Says: "its registration is this one"},
	"type":            {Args: []formula.Kind{fName, fName}, Says: "its type is this one"},
	"operator":        {Args: []formula.Kind{fName, fName}, Says: "its operator's name has these words in a row, joined by -"},
	"call":            {Args: []formula.Kind{fName, fName}, Says: "it sent a callsign that begins so"},
	"listed":          {Args: []formula.Kind{fName, fName}, Says: "a row of the list is of it, or of its registration, type, operator or callsign"},
	"flagged":         {Args: []formula.Kind{fName, fName}, Says: "the database marks it as military, interesting, pia or ladd"},
}}
