package place

import "slices"

// Table is a published table that facts here were taken from.
type Table struct {
	ID        string // as Position.Table and Region.Table have it
	Publisher string
	Title     string
	Version   string // edition, or the commit read
	Date      string // of the edition or file; what is not known is said
	Licence   string
	Error     string // what is known of its error, and how it was measured
	Address   string // where it is published
}

// Tables are the tables that the embedded facts were taken from.
func Tables() []Table { return slices.Clone(tables) }

// The IDs of the tables.
const (
	AirportsData  = "airportsdata"
	OurAirports   = "ourairports"
	NaturalEarth  = "natural-earth-50m"
	NaturalCoast  = "natural-earth-10m-coastline"
	NOAA          = "noaa-limits"
	VATSpy        = "vatspy"
	CenterOutline = "faa-artcc"
)

var tables = []Table{
	{
		ID: AirportsData, Publisher: "M. Borsetti", Title: "airportsdata, airports.csv",
		Version: "commit 671fa36e373faa3068e15bb453dac96a41087e19", Date: "as of that commit", Licence: "MIT",
		Error:   "against the middle of OurAirports' runways, 9536 fields: median 35 m, 90 % within 366 m, 99 % within 1.7 km, worst thousands of km; fields of Belgium and Luxembourg are off by up to 42 km, having degrees, minutes and seconds read as decimals, and are taken from OurAirports where it has them",
		Address: "https://github.com/mborsetti/airportsdata",
	},
	{
		ID: OurAirports, Publisher: "OurAirports", Title: "runways.csv",
		Version: "commit 1fb3eea05228ec98d700f4bcfa68e8fc364ca0e5", Date: "as of that commit", Licence: "public domain (Unlicense)",
		Error:   "not stated by the publisher; 5 % of 13597 runways have ends whose distance is over 150 m and 15 % off their stated length; positions rounded here to 0.000001 degree; an end over 10 km from the middle one of its field is left out as a slip",
		Address: "https://github.com/davidmegginson/ourairports-data",
	},
	{
		ID: NaturalEarth, Publisher: "Natural Earth", Title: "Admin 0 – Countries, 1:50m",
		Version: "commit 0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e of natural-earth-geojson", Date: "2017 edition", Licence: "public domain (CC0)",
		Error:   "land borders 6.4 km against the FAA's points on the Rio Grande and 6.5 km against the International Boundary Commission's line; coasts are compared with the 1:10m coastline place by place",
		Address: "https://www.naturalearthdata.com/",
	},
	{
		ID: NaturalCoast, Publisher: "Natural Earth", Title: "Coastline, 1:10m",
		Version: "commit 0b9a6ceb0a7032713abd9460ac1e995a9c60cd1e of natural-earth-geojson", Date: "2017 edition", Licence: "public domain (CC0)",
		Error:   "not stated by the publisher; taken here to be within 2 km",
		Address: "https://www.naturalearthdata.com/",
	},
	{
		ID: NOAA, Publisher: "NOAA Office of Coast Survey", Title: "U.S. Maritime Limits and Boundaries",
		Version: "4.1, revised 2013-09-13", Date: "file of 2020-03-27", Licence: "public domain (work of the United States Government)",
		Error:   "not stated by the publisher; follows baselines that move; NAD 83 and WGS 84 differ by under 2 m",
		Address: "https://nauticalcharts.noaa.gov/data/us-maritime-limits-and-boundaries.html",
	},
	{
		ID: VATSpy, Publisher: "VATSIM Network", Title: "VAT-Spy Client Data Update Project, Boundaries.geojson",
		Version: "commit 9f8d09cbdf139063510823f82325ab79c740a4ca", Date: "as of that commit", Licence: "CC BY-SA 4.0",
		Error:   "made for a flight simulator network, not authoritative; 7.2 km against the FAA's points of Houston Center on the Rio Grande",
		Address: "https://github.com/vatsimnetwork/vatspy-data-project",
	},
	{
		ID: CenterOutline, Publisher: "Federal Aviation Administration", Title: "boundaries of air route traffic control centers, as US_ARTCC_boundaries.geojson of wiedehopf/tar1090",
		Version: "commit 9508b4e1dd2400039b76c971880eebdd89cacc61", Date: "2020", Licence: "public domain (work of the United States Government)",
		Error:   "not stated; used here only to measure other outlines",
		Address: "https://github.com/wiedehopf/tar1090",
	},
}

func table(id string) Table {
	for _, t := range tables {
		if t.ID == id {
			return t
		}
	}
	return Table{}
}
