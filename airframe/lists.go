package airframe

import "strings"

// listed are the designators that have a class of their own within what their
// description says. Every jet of the table is listed, so that none has a bound
// by oversight; a test holds that so. A jet that the table gains and no list
// names is taken for the fastest.
//
// Of Jet are those whose type certificate, or maker, limits them to Mach 0.86
// or less; of FastJet those with a higher limit, or one that is not known to
// us, which do not go through sound; of SupersonicJet those that do in level
// flight or have done so in a dive, and those of which it is not known.
var listed = map[Class]string{
	Jet: `A19N A20N A21N A306 A30B A310 A318 A319 A320 A321 A332 A333 A337 A338 A339 A342 A343 A345 A346 A3ST A124 A148 A158 A178 A225
		A743 AJ27 AN72 ASTR B37M B38M B39M B3XM B461 B462 B463 B712 B732 B733 B734 B735 B736 B737 B738 B739 B752 B753 B762 B763 B764
		BCS1 BCS3 BE40 BE4W BER2 C25A C25B C25C C25M C500 C501 C510 C525 C550 C551 C55B C560 C56X C650 C680 C68A C700 C919 CL30 CL35
		CL60 CRJ1 CRJ2 CRJ7 CRJ9 CRJX DC91 DC92 DC93 DC94 DC95 DJET E135 E145 E170 E190 E195 E275 E290 E295 E35L E390 E45X E50P E545
		E550 E55P E737 E75L E75S E767 EA40 EA50 F100 F28 F70 G150 G280 G250 GALX GLF2 GLF3 H25A H25B H25C HA4T HDJT IL76 J328
		LJ31 LJ35 LJ40 LJ45 LJ55 LJ60 LJ70 LJ75 MC23 MD81 MD82 MD83 MD87 MD88 MD90 MRJ7 MRJ9 MU30 P8 PC24 PRM1 RJ1H RJ70 RJ85 SF50 SJ30
		SU95 T134 T204 WW24 YK40 YK42 A20J JS1J JS2J JS3J`,
	FastJet: `A359 A35K A388 A3 A37 A50 A6 A700 A10 B2 B52 B701 B703 B720 B721 B722 B741 B742 B743 B744 B748 B74R B74S B772 B773 B778 B779
		B77L B77W B788 B789 B78X BA11 BD5J BER4 BLCF BUC C1 C101 C135 C15 C17 C22J C5M C750 CL41 CNBR COZJ DC10 DC85 DC86 DC87 E3CF E3TF E6
		ELIT EVIC F117 F2TH F900 FA10 FA20 FA50 FA6X FA7X FA8X FJ10 FOUG G2GL GA4C GA5C GA6C GA7C GA8C GL5T GL7T GLEX GLF4 GLF5 GLF6
		GSPN HF20 HT16 IL28 IL62 IL86 IL96 JAST JCOM JPRO JSX K35E K35R KC2 KE3 L101 L29A L29B LAR1 LJ23 LJ24 LJ25 LJ28 M15 M17 M55 MD11 ME62
		METR MS76 MYA4 P1 PRTS Q25 Q4 R135 R721 R722 S200 S211 S3 S601 SATA SB05 SBR1 SBR2 SLCH SP33 STRK T154 T334 T37 TJET TS11 TU16
		U2 VAMP VANT VIPJ W135 WB57 WHK2 WW23 X47B Y20`,
	SupersonicJet: `A4 AJET AMX ARES AT3 B1 BD10 BT7 CKUO E530 EM10 ETAR EUFI F1 F104 F106 F14 F15 F16 F18H F18S F2 F22 F35 F4 F5
		F5SA F8 F86 F9F FC1 G4SG G91 GNAT HAR HAWK HT36 HUNT I22 IA63 IR99 J10 J20 J8A J8B JAGR JH7 JL9 K50 K8 KF21 KFIR L15 L159 L29
		L39 L59 LCA LTNG M326 M339 M345 M346 MG15 MG17 MG19 MG21 MG23 MG29 MGAT MIR2 MIRA MRF1 MT2 MYS4 Q5 RFAL S37 S401 SB29 SB32 SB35
		SB37 SB39 SHAW SMB2 SSAB SU17 SU24 SU25 SU27 SU57 SU7 SWFT T1 T160 T2 T22M T33 T38 T4 TOR TU22 TZRV VAUT VF35 VNOM XB1
		Y130 YK28 YK30 YK38 YURO`,
	FastestJet:    `MG25 MG31 MG44`,
	FastTurboprop: `A400 AN22 AN70 ATLA C130 C30J CL4G E2 GR51 IL18 IL38 L188 P180 P1HH P3 PC21 SB20 SGUP TLEG TU95`,
	FastPiston: `A1 A20 B26 B26M B29 BCAT BF19 C97 CONI CORS DC6 DC7 FE51 FFLY FS51 FURY FW90 HCAT HURI L37 MOSQ P2 P38 P39 P40 P47 P51
		P61 P63 P82 S51D SASP SPIT T51 TCAT TMUS TP40 TSPT WP47 YAK3 YAK9 YK11 ZERO`,
}

// special are designators that the table does not have: Doc 8643's own for
// aircraft without a type, and those of types that fly no more.
var special = map[Class]string{
	Balloon: "BALL", Airship: "SHIP", Glider: "GLID", Microlight: "ULAC", Gyroplane: "GYRO UHEL",
	SupersonicJet: "CONC T144", FastestJet: "SR71",
}

// byDescription are the classes of what is not listed, by the first and the
// last letter of the description: a body of its own before an engine.
var byDescription = map[byte]Class{
	'H': Helicopter, 'G': Gyroplane, 'T': Tiltrotor,
}

var byEngine = map[byte]Class{
	'P': Piston, 'T': Turboprop, 'E': Electric, 'J': FastestJet, 'R': Rocket,
}

// lists is listed by designator.
var lists = func() map[string]Class {
	out := map[string]Class{}
	for class, text := range listed {
		for d := range strings.FieldsSeq(text) {
			out[d] = class
		}
	}
	return out
}()

// classOf is the class of a designator with a description.
func classOf(designator, description string) Class {
	if c, ok := lists[designator]; ok {
		return c
	}
	if c, ok := byDescription[description[0]]; ok {
		return c
	}
	return byEngine[description[len(description)-1]]
}
