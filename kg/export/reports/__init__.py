"""Reports: what comparing found, as tables, text, pages, Word documents and RDF.

In: values of ``kg.comparing``. Out: a :class:`kg.export.reports.model.Report` and its renderings. Open
``model`` first; one module builds each report, one writes each form.
"""
