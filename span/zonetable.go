package span

import "slices"

// meaning is one thing an abbreviation stands for: an offset in hours east of
// UTC, the zone whose clocks use it for part of the year ("" if it is used all
// year, so that the offset says everything), and where.
type meaning struct {
	hours float64
	zone  string
	where string
}

// abbreviations is the whole of what is known of zone abbreviations; the
// host's are never asked. Where the first meaning is of the United States it
// is the one taken without a context and in a context of that country.
var abbreviations = map[string][]meaning{
	"EST":  {{-5, "America/New_York", "US Eastern"}},
	"EDT":  {{-4, "America/New_York", "US Eastern"}},
	"CST":  {{-6, "America/Chicago", "US Central"}, {-6, "", "Central America"}, {8, "", "China"}, {-5, "America/Havana", "Cuba"}},
	"CDT":  {{-5, "America/Chicago", "US Central"}, {-4, "America/Havana", "Cuba"}},
	"MST":  {{-7, "America/Denver", "US Mountain"}},
	"MDT":  {{-6, "America/Denver", "US Mountain"}},
	"PST":  {{-8, "America/Los_Angeles", "US Pacific"}, {8, "", "Philippines"}},
	"PDT":  {{-7, "America/Los_Angeles", "US Pacific"}, {9, "", "Philippines"}},
	"AKST": {{-9, "America/Anchorage", "Alaska"}},
	"AKDT": {{-8, "America/Anchorage", "Alaska"}},
	"HST":  {{-10, "Pacific/Honolulu", "Hawaii"}},
	"AST":  {{-4, "America/Halifax", "Atlantic"}, {3, "", "Arabia"}},
	"ADT":  {{-3, "America/Halifax", "Atlantic"}},
	"NST":  {{-3.5, "America/St_Johns", "Newfoundland"}},
	"NDT":  {{-2.5, "America/St_Johns", "Newfoundland"}},
	"BST":  {{1, "Europe/London", "Britain"}, {6, "", "Bangladesh"}, {11, "", "Bougainville"}},
	"IST":  {{1, "Europe/Dublin", "Ireland"}, {5.5, "", "India"}, {2, "Asia/Jerusalem", "Israel"}},
	"IDT":  {{3, "Asia/Jerusalem", "Israel"}},
	"WET":  {{0, "Europe/Lisbon", "western Europe"}},
	"WEST": {{1, "Europe/Lisbon", "western Europe"}},
	"CET":  {{1, "Europe/Brussels", "central Europe"}},
	"CEST": {{2, "Europe/Brussels", "central Europe"}},
	"EET":  {{2, "Europe/Athens", "eastern Europe"}},
	"EEST": {{3, "Europe/Athens", "eastern Europe"}},
	"MSK":  {{3, "", "Moscow"}},
	"WAT":  {{1, "", "West Africa"}},
	"CAT":  {{2, "", "Central Africa"}},
	"SAST": {{2, "", "South Africa"}},
	"EAT":  {{3, "", "East Africa"}},
	"PKT":  {{5, "", "Pakistan"}},
	"HKT":  {{8, "", "Hong Kong"}},
	"JST":  {{9, "", "Japan"}},
	"KST":  {{9, "", "Korea"}},
	"AWST": {{8, "", "western Australia"}},
	"AEST": {{10, "Australia/Sydney", "eastern Australia"}},
	"AEDT": {{11, "Australia/Sydney", "eastern Australia"}},
	"NZST": {{12, "Pacific/Auckland", "New Zealand"}},
	"NZDT": {{13, "Pacific/Auckland", "New Zealand"}},
	"VET":  {{-4, "America/Caracas", "Venezuela"}},
}

// usAbbreviations are those whose first meaning is of the United States.
var usAbbreviations = []string{"EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST"}

// regions are words for a zone whose clocks change: the zone in any season,
// and the abbreviations of its standard and daylight time.
var regions = map[string]struct{ zone, standard, daylight string }{
	"eastern":  {"America/New_York", "EST", "EDT"},
	"central":  {"America/Chicago", "CST", "CDT"},
	"mountain": {"America/Denver", "MST", "MDT"},
	"pacific":  {"America/Los_Angeles", "PST", "PDT"},
	"alaska":   {"America/Anchorage", "AKST", "AKDT"},
	"hawaii":   {"Pacific/Honolulu", "HST", ""},
	"atlantic": {"America/Halifax", "AST", "ADT"},
}

// zoneNames are words that name one zone whatever the season.
var zoneNames = map[string]string{
	"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles",
}

// placeTimes are the words before "time" that no city of the database has.
var placeTimes = map[string]string{
	"arizona": "America/Phoenix", "boston": "America/New_York", "dc": "America/New_York", "washington dc": "America/New_York",
	"british": "Europe/London", "uk": "Europe/London", "irish": "Europe/Dublin", "ireland": "Europe/Dublin", "shannon": "Europe/Dublin",
	"venezuelan": "America/Caracas", "venezuela": "America/Caracas",
	"salvadoran": "America/El_Salvador", "salvadorean": "America/El_Salvador", "san salvador": "America/El_Salvador",
	"honduran": "America/Tegucigalpa", "honduras": "America/Tegucigalpa", "comayagua": "America/Tegucigalpa",
	"guatemalan": "America/Guatemala", "panamanian": "America/Panama", "costa rican": "America/Costa_Rica",
	"nicaraguan": "America/Managua", "nicaragua": "America/Managua", "colombian": "America/Bogota", "colombia": "America/Bogota",
	"djiboutian": "Africa/Djibouti", "south sudan": "Africa/Juba", "south sudanese": "Africa/Juba",
	"ugandan": "Africa/Kampala", "rwandan": "Africa/Kigali", "eswatini": "Africa/Mbabane", "ghanaian": "Africa/Accra",
	"israeli": "Asia/Jerusalem", "israel": "Asia/Jerusalem", "indian": "Asia/Kolkata", "india": "Asia/Kolkata", "japanese": "Asia/Tokyo",
}

// longNames spell an abbreviation out. The longest that fits is taken.
var longNames = map[string]string{
	"coordinated universal time": "UTC", "universal time": "UTC", "greenwich mean time": "UTC",
	"central european time": "CET", "central european standard time": "CET", "central european summer time": "CEST",
	"western european time": "WET", "western european summer time": "WEST",
	"eastern european time": "EET", "eastern european summer time": "EEST",
	"west africa time": "WAT", "central africa time": "CAT", "east africa time": "EAT", "south africa standard time": "SAST",
}

// unitedStates lists the zones of the United States beyond those in America/
// followed by a state's name and under US/.
var unitedStates = []string{
	"America/New_York", "America/Detroit", "America/Chicago", "America/Menominee", "America/Denver", "America/Boise",
	"America/Phoenix", "America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Sitka", "America/Metlakatla",
	"America/Yakutat", "America/Nome", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "America/St_Thomas",
	"America/Indianapolis", "America/Louisville",
}

func isUSAbbreviation(abbr string) bool { return slices.Contains(usAbbreviations, abbr) }
