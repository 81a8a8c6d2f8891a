package preexam

import (
	"embed"
	"io/fs"

	"zhibao/examination/preexam/record"
	"zhibao/internal/store"
)

//go:embed schema/*.sql
var schema embed.FS

// Schema returns the tables of the procedure.
func Schema() store.Schema {
	sub, err := fs.Sub(schema, "schema")
	if err != nil {
		panic(err)
	}
	return store.Schema{Owner: "preexam", Files: sub}
}

// What a case consists of, see package record.
type (
	FileRef     = record.FileRef
	Version     = record.Version
	VersionInfo = record.VersionInfo
	DeskFinding = record.DeskFinding
	Filing      = record.Filing
	FilingBody  = record.FilingBody
)

// The purposes of a version and the states of a finding, see package record.
const (
	ForExam          = record.ForExam
	ForFiling        = record.ForFiling
	FindingOpen      = record.FindingOpen
	FindingAdopted   = record.FindingAdopted
	FindingDismissed = record.FindingDismissed
	FindingFixed     = record.FindingFixed
)
