package privacy

import (
	"zhibao/governance/privacy/catalogue"
	"zhibao/internal/web"
	"zhibao/internal/web/rest"
)

// DataEntry is an entry of the catalogue for programs.
type DataEntry struct {
	Owner    string `json:"owner" doc:"所在数据表的归属"`
	What     string `json:"what"`
	Level    string `json:"level" doc:"public 公开、internal 内部、sensitive 敏感、unpublished 未公开专利"`
	Personal bool   `json:"personal"`
	Purpose  string `json:"purpose"`
	Basis    string `json:"basis"`
	Kept     string `json:"kept" doc:"保存期限"`
}

// catalogueRest is what programs can do of the catalogue.
func (d *Desk) catalogueRest() []rest.Endpoint {
	return []rest.Endpoint{
		{Method: "GET", Path: "/data-catalogue", Act: ActCatalogue, Title: web.Text{"数据分类目录", "Catalogue of data"}, Pages: []string{"GET /data-catalogue"}, Answer: []DataEntry{},
			Handle: func(*rest.Call) (any, error) {
				out := []DataEntry{}
				for _, e := range catalogue.Entries {
					out = append(out, DataEntry{e.Owner, e.What[0], string(e.Level), e.Personal, e.Purpose[0], e.Basis[0], e.Kept[0]})
				}
				return out, nil
			}},
		{Method: "GET", Path: "/data-catalogue/{paper}/{format}", Act: ActCatalogue, Title: web.Text{"分类目录、影响评估、年度风险报告（catalogue、assessment、risk、risk-before）", "Catalogue, impact assessment, yearly report on risks (catalogue, assessment, risk, risk-before)"}, Pages: []string{"GET /data-catalogue/{paper}/{format}"},
			Files: []string{"application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}, Handle: rest.File(d.paperFile)},
	}
}
