"""The one door of reading: a file's bytes become an understanding, then typed rows.

    inspection = inspect(path, "ventas.csv", today=today)     # raises UnreadableFile
    if inspection.can_load:
        reading = read(path, inspection.mapping, today=today)
        for block in reading:            # crm.intake.typed.TypedBlock
            ...
        reading.summary                  # crm.intake.rules.ReadSummary, once the blocks are done

What the file cannot say by itself stands in `inspection.questions`; `inspection.mapping` is then
a proposal to be edited and given back (`Mapping.to_json`, `Mapping.from_json`).
"""
