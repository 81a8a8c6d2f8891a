package field

import (
	"embed"
	"io/fs"

	"zhibao/casework"
	"zhibao/internal/access"
	"zhibao/internal/web"
)

//go:embed view/*.html
var views embed.FS

// ActSet is the act of setting the fields of a center.
const ActSet = "field.set"

// Grants returns who may set fields.
func Grants() []access.Grant {
	return []access.Grant{{Act: ActSet, Role: string(casework.Director), Rel: access.Center}}
}

// Module returns the pages.
func (d *Desk) Module() web.Module {
	return web.Module{Name: "field", Views: []fs.FS{views}}
}
