"""What doings bring to the rules."""

from town.bodies.moments import ARRIVED, CALLED_OFF, SETTING_OUT
from town.doings.activities import call_off, end_activity, face_object
from town.doings.inputs import DOING_INPUTS
from town.doings.objects import follow_users
from town.doings.systems import BEGIN_PASTIMES, END_ACTIVITIES, LET_OBJECTS_REST
from town.parts import Index, Part

DOINGS = Part(
    name="doings",
    inputs=DOING_INPUTS.by_name,
    systems=(END_ACTIVITIES, BEGIN_PASTIMES, LET_OBJECTS_REST),
    reactions=(
        SETTING_OUT.reaction(end_activity),
        CALLED_OFF.reaction(call_off),
        ARRIVED.reaction(face_object),
    ),
    indexes=(Index("objects", follow_users),),
)
