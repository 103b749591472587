"""What every table is made of: how our types are stored, and the list of all tables."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import DeclarativeBase

from store.moment import Moment


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        datetime: Moment,
        str: String(),
    }
